package main

import (
	"strings"
	"testing"
)

func TestImportRefusesWhatIsNoCurrency(t *testing.T) {
	folder(t, "accounts.csv")
	r := rightdoor(t, "import", "accounts", "accounts.csv", "--currency", "euro")
	r.want(t, exitUsage, `"EURO" is no currency. Give its ISO 4217 code, such as USD or EUR.`)
	says(t, must(t, "import", "accounts", "accounts.csv", "--currency", "eur"), "3 of 3 rows used")
}

func TestImportOfWhatIsNoTable(t *testing.T) {
	folder(t)
	for name, c := range map[string]struct{ file, want string }{
		"empty":      {"", "The file is empty."},
		"no columns": {"colour,shape\nblue,round\n", "No column of this file says which company"},
		"Excel":      {"PK\x03\x04\x14\x00", "This is an Excel file. Save it as CSV and import that."},
	} {
		write(t, "table.csv", c.file)
		r := rightdoor(t, "import", "accounts", "table.csv")
		r.want(t, exitUsage, c.want)
		if strings.Contains(r.out, "header") {
			t.Errorf("%s: import also prints %q, want the one sentence", name, r.out)
		}
	}
}

func TestImportKeepsOptOuts(t *testing.T) {
	shops(t)
	write(t, "left.csv", "name,company,domain,profile,unsubscribed\nTom Ortega,Acme,acme.com,https://social.example/in/tom,yes\n")
	write(t, "bought.csv", "name,company,domain,profile,email,title\nTom Ortega,Acme,acme.com,social.example/in/Tom/,tom@acme.com,CMO\n")
	must(t, "import", "contacts", "left.csv")
	says(t, must(t, "import", "contacts", "bought.csv"), "0 added, 1 changed")
}

func TestImportCountsCompaniesItMakes(t *testing.T) {
	shops(t)
	write(t, "signals.csv", "company,signal,date\nNowhere Ltd,layoffs,2026-01-15\nElsewhere,zebra crossing,2026-01-15\n")
	says(t, must(t, "import", "signals", "signals.csv"),
		"2 companies were not known and are now accounts", "kinds of their own: zebra crossing (1)")
}

func TestImportNamesRowsThatContradict(t *testing.T) {
	folder(t)
	write(t, "list.csv", "name,domain,employees\nConf A,conf.in,1200\nConf A,conf.in,1300\nConf B,confb.in,7\n")
	for _, counts := range []string{"2 added, 0 changed, 0 the same as before", "0 added, 0 changed, 2 the same as before"} {
		says(t, must(t, "import", "accounts", "list.csv"), counts+", 1 contradicting a row before",
			`line 3, column 3 (employees): "1,300" contradicts line 2; the first stands`)
	}
}

func TestImportOfPeopleAsAccounts(t *testing.T) {
	folder(t)
	for header, people := range map[string]bool{
		"First Name,Last Name,Company Name for Emails,Company": true,
		"company,title,email":     true,
		"company,domain,email":    false,
		"name,domain,description": false,
	} {
		write(t, "list.csv", header+"\n"+strings.Repeat("x.example,", strings.Count(header, ","))+"x\n")
		r := rightdoor(t, "import", "accounts", "list.csv")
		if got := strings.Contains(r.errs, "looks like a file of contacts"); got != people || got != (r.code == exitUsage) {
			t.Errorf("import accounts of %s = %d, %s", header, r.code, r.errs)
		}
		must(t, "import", "accounts", "list.csv", "--yes")
	}
	write(t, "people.csv", "First Name,Email,Company,Industry\nAda,ada@acme.com,Acme,SaaS\n")
	rightdoor(t, "import", "accounts", "people.csv").want(t, exitUsage,
		"This looks like a file of contacts: it has First Name and Email. `rightdoor import contacts people.csv` takes in the people; --yes takes in their companies alone.")
	says(t, must(t, "import", "accounts", "people.csv", "--yes"), "1 of 1 rows used", "not used among accounts: First Name, Email")
	says(t, must(t, "import", "contacts", "people.csv"), "1 of 1 rows used", "not used among contacts: Industry")
}
