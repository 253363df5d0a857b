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

func TestPeopleWithoutAPersonaAreMentioned(t *testing.T) {
	w := finders(t)
	w.load(importer.Accounts, "name,domain,employees\nLone Pay,lonepay.example,640\nMany Pay,manypay.example,640\n")
	w.load(importer.Contacts, "name,email,title,company,domain,status\n"+
		"Jon Ash,jon@lonepay.example,Cheif Marketing Offcer,Lone Pay,lonepay.example,\n"+
		"Ida Out,ida@lonepay.example,Painter,Lone Pay,lonepay.example,opted_out\n"+
		"A One,a1@manypay.example,Painter,Many Pay,manypay.example,\nB Two,b2@manypay.example,Painter,Many Pay,manypay.example,\n"+
		"C Three,c3@manypay.example,,Many Pay,manypay.example,\nD Four,d4@manypay.example,Painter,Many Pay,manypay.example,\n")
	for line, want := range map[string]string{
		"who lonepay.example":  "1 contact fits no persona: Jon Ash, Cheif Marketing Offcer\n",
		"fit lonepay.example":  "1 contact fits no persona: Jon Ash, Cheif Marketing Offcer\n",
		"who manypay.example":  "4 contacts fit no persona: A One, Painter; B Two, Painter; C Three and 1 more\n",
		"who finchpay.example": "1 contact fits no persona: Dean Hollis, Painter\n",
	} {
		wantText(t, line, w.text(line), []string{want}, []string{"Ida", "Priya Gone"})
	}
	wantText(t, "fit finchpay.example", w.text("fit finchpay.example"), nil, []string{"fits no persona"})
	wantText(t, "who tinypay.example", w.text("who tinypay.example"), nil, []string{"persona:"})
}

func TestAPersonAmongCompaniesIsNotDropped(t *testing.T) {
	w := finders(t)
	golden(t, "person_beside", w.talk(
		"compare CFO finchpay.example", "compare finchpay.example tinypay.example CFO", "compare CFO VP",
		"fit finchpay.example CFO", "fit CFO finchpay.example", "fit VP of Sales finchpay.example", "fit CFO at finchpay.example", "fit finchpay.example please",
		"compare finchpay.example finchpy.example", "compare Finch nowhere.example", "compare tinypay.example bob@gmail.com",
	))
}
