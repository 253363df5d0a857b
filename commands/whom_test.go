package commands_test

import (
	"testing"

	"rightdoor/internal/importer"
)

// finders is a company that fits and one that does not, with their people.
func finders(t *testing.T) *world {
	w := emptyWorld(t)
	w.apply(`icps:
  - name: commerce
    criteria:
      - {attribute: employees, at_least: 100, mode: must}
    personas:
      - {name: Money, role: economic_buyer, titles: [CFO], pains: [Numbers come late]}
      - {name: Users, role: end_user, titles: [Sales Development Representative]}
`)
	w.load(importer.Accounts, "name,domain,employees\nFinch Pay,finchpay.example,640\nTiny Pay,tinypay.example,10\n")
	w.load(importer.Contacts, "name,email,title,company,domain,status\n"+
		"Priya Iyer,priya@finchpay.example,CFO,Finch Pay,finchpay.example,\n"+
		"Maya Iyer,maya@finchpay.example,SDR,Finch Pay,finchpay.example,\n"+
		"Dean Hollis,dean@finchpay.example,Painter,Finch Pay,finchpay.example,\n"+
		"Priya Gone,gone@finchpay.example,CFO,Finch Pay,finchpay.example,opted_out\n"+
		"Ines Only,ines@finchpay.example,CFO,Finch Pay,finchpay.example,opted_out\n"+
		"Jo Tiny,jo@tinypay.example,CFO,Tiny Pay,tinypay.example,\nJo Tinier,jo2@tinypay.example,CFO,Tiny Pay,tinypay.example,\n")
	return w
}

func TestHalfANameFindsThePerson(t *testing.T) {
	w := finders(t)
	golden(t, "names", w.talk(
		"who finchpay.example Priya", // the other one opted out
		"say priya iyer at finchpay.example",
		"who finchpay.example Iyer",    // two
		"say finchpay.example Iyer",    //
		"who finchpay.example Dean",    // a name before it is a title
		"who finchpay.example Ines",    // opted out: not named
		"who finchpay.example Leopold", // nobody
		"who tinypay.example Jo",       // nobody is named where the company does not fit
	))
}
