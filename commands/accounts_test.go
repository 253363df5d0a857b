package commands_test

import (
	"testing"

	"rightdoor/internal/fault"
	"rightdoor/internal/importer"
)

// TestAListSaysWhatItCannotRead has lines of which a list was made without a
// word about what was dropped.
func TestAListSaysWhatItCannotRead(t *testing.T) {
	w := sampleWorld(t)
	golden(t, "accounts_unread", w.talk(
		"accounts country=Germny", "accounts country!=Germny", "accounts country=Canada,Germny", "accounts industry=fintch", "accounts region=latin_amercia",
		"accounts lifecycle=custmer", "accounts funding_stage=serie_b", "accounts contry=Germany", "accounts colour=red", "accounts tier=A colour=red",
		"accounts CFO", "accounts abc", "accounts Shopfy", "accounts fintech in Germny", "accounts champion", "accounts tier=A CTO", "top fintech in Germny", "accounts revenu=5M",
		"accounts --missing nobody", "accounts --missing boss 1", "accounts 0", "accounts -5", "accounts tier=Z", "accounts tier=C", "accounts tier=A,Z",
		"accounts icp=nope", "accounts icp=Mid-market commerce tier=A 1", "accounts icp=mid-market nonsense", "accounts tier!=A", "accounts owner=Nobody",
		"accounts fintech tier=A 2", "accounts in Canada that fit", "accounts 1 fintech in Canada",
		"top 2 fintech accounts in Canada", "top 2 fintech accounts in Germny", "show me accounts in Atlantis", "top 1 companies with a CFO",
		"top 2 companies in the retail industry", "which fintechs in Germny should I call?",
	))
}

func TestAMisspeltFilterEndsAsWrongUse(t *testing.T) {
	w := sampleWorld(t)
	for _, line := range []string{
		"accounts country=Germny", "accounts colour=red", "accounts CFO", "accounts abc", "accounts --missing nobody",
		"accounts tier=A colour=red", "accounts fintech in Germny", "accounts 0", "accounts -5", "accounts tier=Z",
	} {
		_, err := w.ask(line)
		wantUsage(t, line, err)
	}
}

func wantUsage(t *testing.T, line string, err error) {
	t.Helper()
	if got := fault.KindOf(err); err == nil || got != fault.Usage {
		t.Errorf("Run(%q) = %v (%v), want wrong use", line, err, got)
	}
}

// twoICPs are two profiles that one account fits, one of them better.
const twoICPs = `icps:
  - name: shops
    criteria:
      - {attribute: industry, in: [e-commerce], mode: must, weight: 3}
      - {attribute: employees, at_least: 100}
  - name: Canadians
    criteria:
      - {attribute: country, in: [CA], mode: must, weight: 3}
      - {attribute: employees, at_least: 1000}
`

func TestAListUnderOneICPHasAllAccounts(t *testing.T) {
	w := emptyWorld(t)
	w.apply(twoICPs)
	w.load(importer.Accounts, "name,domain,industry,country,employees\n"+
		"Both,both.example,e-commerce,Canada,200\nShop,shop.example,e-commerce,Germany,200\nPlains,plains.example,Mining,Canada,2000\n")
	for line, want := range map[string][]string{
		"accounts icp=shops":            {"3 accounts: 2 fit · 1 ruled out", "● 100 A    Both", "● 100 A    Shop"},
		"accounts icp=Canadians":        {"3 accounts: 2 fit · 1 ruled out", "● 100 A    Plains", "●  75 B    Both"},
		"accounts icp=canadians,shops":  {"3 accounts: 3 fit", "● 100 A    Both"},
		"accounts icp=Canadians tier=B": {"1 account: 1 fits", "●  75 B    Both"},
	} {
		wantText(t, line, w.text(line), want, nil)
	}
}
