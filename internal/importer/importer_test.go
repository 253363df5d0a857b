package importer

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"rightdoor/internal/fault"
	"rightdoor/models"
	"rightdoor/scoring"
)

var update = flag.Bool("update", false, "write the golden files anew")

var now = time.Date(2026, 3, 31, 12, 0, 0, 0, time.UTC)

// memory is a sink that keeps what it is told. It fails from its failFrom-th
// call on, when that is not 0.
type memory struct {
	changes  []models.Change
	calls    int
	failFrom int
	failure  error // "disk full" when nil
}

func (m *memory) Record(_ context.Context, _ int64, changes []models.Change) (models.Recorded, error) {
	m.calls++
	if m.failFrom > 0 && m.calls >= m.failFrom {
		return models.Recorded{}, cmp.Or(m.failure, errors.New("disk full"))
	}
	m.changes = append(m.changes, changes...)
	return models.Recorded{Added: len(changes)}, nil
}

func runFile(t *testing.T, file string, opts Options) ([]models.Change, Report) {
	t.Helper()
	sink := &memory{}
	opts.Now = now
	report, err := Run(t.Context(), 1, strings.NewReader(file), sink, opts)
	if err != nil {
		t.Fatalf("Run(%.60q) = %v, want no error", file, err)
	}
	return sink.changes, report
}

// describe writes a change in one line.
func describe(change models.Change) string {
	switch c := change.(type) {
	case models.AccountFacts:
		return companyText(c.Company) + ":" + factsText(c.Facts) + listText(" aka ", c.Aliases) + " | " + c.Source + " " + c.Observed.Format(time.DateOnly)
	case models.ContactFacts:
		p := c.Contact
		text := fmt.Sprintf("%s: %s <%s> %q %s %v %s %s", companyText(c.Company), p.Name, p.Email, p.Title, p.CRMRole, p.Roles, p.Place, p.Status)
		if !p.LastActivity.IsZero() {
			text += " active " + p.LastActivity.Format(time.DateOnly)
		}
		return text + " | " + p.Source
	case models.SignalSeen:
		s := c.Signal
		return fmt.Sprintf("%s: %s on %s %q | %s", companyText(c.Company), s.Kind, s.HappenedOn.Format(time.DateOnly), s.Note, s.Source)
	default:
		return fmt.Sprintf("%T", change)
	}
}

func companyText(c models.Company) string { return c.Name + " (" + c.Domain + ", " + c.Country + ")" }

func factsText(facts []models.Said) string {
	var b strings.Builder
	for _, f := range facts {
		fmt.Fprintf(&b, " %s=%s;", f.Attribute, f.Value)
	}
	return b.String()
}

func listText(before string, list []string) string {
	if len(list) == 0 {
		return ""
	}
	return before + strings.Join(list, ", ")
}

func describeAll(changes []models.Change) string {
	var b strings.Builder
	for _, c := range changes {
		b.WriteString(describe(c) + "\n")
	}
	return b.String()
}

func TestGolden(t *testing.T) {
	file, err := os.ReadFile("testdata/accounts.csv")
	if err != nil {
		t.Fatal(err)
	}
	changes, report := runFile(t, string(file), Options{File: "accounts.csv"})
	checkGolden(t, "testdata/accounts.golden", report.String()+"\n"+describeAll(changes))
}

func checkGolden(t *testing.T, name, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs; got:\n%s\nwant:\n%s", name, got, want)
	}
}

func TestDialects(t *testing.T) {
	for _, c := range []struct {
		header  string
		kind    Kind
		dialect string
		fields  string
	}{
		{"name,domain,industry,employees,country", "", "rightdoor", "name domain industry employees country"},
		{
			"Record ID,Company name,Company owner,Create Date,Phone Number,Last Activity Date,City,Country/Region,Industry,Company Domain Name", Accounts, "hubspot",
			"- company owner - - - city country industry domain",
		},
		{
			"Record ID,First Name,Last Name,Email,Phone Number,Lead Status,Create Date,Associated Company,Country/Region,Contact owner,Job Title", "", "hubspot",
			"- first_name last_name email - status - company person_country - title",
		},
		{
			"Id,IsDeleted,Name,Type,ParentId,BillingCity,BillingState,BillingCountry,Website,Industry,AnnualRevenue,NumberOfEmployees,Ownership,YearStarted", Accounts, "salesforce",
			"- - name lifecycle - city state country website industry revenue employees ownership founded",
		},
		{
			"Account ID,Account Name,Account Type,Annual Revenue,Billing City,Billing Country,Billing State/Province,Industry,Employees,Account Phone", Accounts, "salesforce",
			"- company lifecycle revenue city country state industry employees -",
		},
		{
			"First Name,Last Name,Title,Company,Company Name for Emails,Email,Email Status,Seniority,Departments,# Employees,Industry,Keywords,Person Linkedin Url,Website,City,State,Country,Email Bounced", Contacts, "apollo",
			"first_name last_name title company - email status - - - - - profile website person_city person_state person_country bounced",
		},
		{
			"Company Name,Company Name for Emails,# Employees,Industry,Website,Company Linkedin Url,Company Country,Keywords,Apollo Record Id,Short Description,Founded Year", Accounts, "apollo",
			"company - employees industry website - company_country tags - - founded",
		},
		{
			"ZoomInfo Contact ID,Last Name,First Name,Job Title,Email Address,Person City,Person State,Country,ZoomInfo Company ID,Company Name,Website,Revenue (in 000s USD),Employees,Primary Industry,Company Country", Contacts, "zoominfo",
			"- last_name first_name title email person_city person_state person_country - company website - - - company_country",
		},
		{
			"ZoomInfo Company ID,Company Name,Website,Founded Year,Revenue (in 000s USD),Revenue Range (in USD),Employees,Employee Range,Primary Industry,Primary Sub-Industry,Ownership Type,Business Model,Company City,Company State,Company Country", Accounts, "zoominfo",
			"- company website founded revenue_thousands revenue employees employees industry sub_industry ownership business_model company_city company_state company_country",
		},
		{"First Name,Last Name,URL,Email Address,Company,Position,Connected On", "", "linkedin", "first_name last_name profile email company title last_activity"},
		{
			"First Name,Last Name,Full Name,Job Title,Location,Company Domain,LinkedIn Profile,Company Table Data", "", "clay",
			"first_name last_name full_name title person_location domain profile -",
		},
		{
			"yc_id,name,website,domain,one_liner,batch,status_2024,industry,regions,tags,location,country,year_founded,employees_2024,growth_pct", Accounts, "yc",
			"- name website domain - custom.batch custom.status industry region tags location country founded employees growth",
		},
		{
			"Symbol,Security,GICS Sector,GICS Sub-Industry,Headquarters Location,Date added,CIK,Founded", Accounts, "sp500",
			"custom.ticker name industry sub_industry location - - founded",
		},
		{"company,signal,date,note", "", "rightdoor", "company signal date note"},
		{"NAME;E-Mail;Firma;Funktion", "", "rightdoor", "full_name email company "},
	} {
		plan, err := Inspect(strings.NewReader(c.header+"\n"), c.kind)
		var fields []string
		for _, column := range plan.Columns {
			fields = append(fields, column.Field)
		}
		if got := strings.Join(fields, " "); err != nil || plan.Dialect != c.dialect || got != c.fields {
			t.Errorf("Inspect(%q) = %s, %q, %v, want %s, %q", c.header, plan.Dialect, got, err, c.dialect, c.fields)
		}
	}
}

func TestEveryFieldIsSaidByADialect(t *testing.T) {
	said := map[string]bool{}
	for _, d := range dialects() {
		for _, field := range d.fields {
			said[field] = true
		}
	}
	for _, f := range fields {
		if !said[f.name] {
			t.Errorf("no dialect has a header for field %s", f.name)
		}
	}
}

// rowCase is a small file and the changes it gives.
type rowCase struct{ name, file, want string }

func checkRows(t *testing.T, kind Kind, cases []rowCase) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			changes, _ := runFile(t, c.file, Options{Kind: kind, File: "list.csv"})
			if got := strings.TrimSpace(describeAll(changes)); got != c.want {
				t.Errorf("Run(%q) = %s, want %s", c.file, got, c.want)
			}
		})
	}
}

func TestAccountRows(t *testing.T) {
	checkRows(t, Accounts, []rowCase{
		{
			"accelerator list", "yc_id,name,website,domain,linkedin_url,one_liner,batch,status_2024,industry,sub_industry,regions,tags,location,country,year_founded,employees_2023,employees_2024,growth_pct,founders\n" +
				"1,Widgetly,https://widgetly.example/,widgetly.example,,Widgets,W24,Active,B2B,Marketing,United States of America; America / Canada; Remote,saas; b2b; zzz,\"Austin, TX\",US,2022,4,,50,2\n",
			"Widgetly (widgetly.example, US): custom.batch=W24; custom.status=Active; business_model=b2b; industry=marketing_and_advertising|saas; employees=4; growth=50; founded=2022; country=US; region=US|north_america; subdivision=US-TX; city=Austin; | Y Combinator list 2026-03-31",
		},
		{
			"index list", "Symbol,Security,GICS Sector,GICS Sub-Industry,Headquarters Location,Date added,CIK,Founded\nWDG,Widget Corp,Industrials,Building Products,\"Saint Paul, Minnesota\",1957-03-04,123,2013 (1888)\n",
			"Widget Corp (, US): custom.ticker=WDG; industry=industrials|building_products; founded=2013; country=US; subdivision=US-MN; city=Saint Paul; | S&P 500 list 2026-03-31",
		},
		{
			"the newest year wins, blank or bad ones do not", "name,employees_2022,employees_2024,employees_2023\nA,1,,3\nB,1,abc,3\n",
			"A (, ): employees=3; | list 2026-03-31\nB (, ): employees=3; | list 2026-03-31",
		},
		{
			"exact before range", "ZoomInfo Company ID,Company Name,Revenue (in 000s USD),Revenue Range (in USD),Employees,Employee Range\n1,A,12500,$10 mil. - $25 mil.,640,Employees.500-1000\n2,B,,$10 mil. - $25 mil.,,Employees.500-1000\n",
			"A (, ): employees=640; revenue=12500000 USD; | ZoomInfo 2026-03-31\nB (, ): employees=500..1000; revenue=10000000..25000000 USD; | ZoomInfo 2026-03-31",
		},
		{
			"shared hosts and free mail give no domain", "name,domain,website\nA,gmail.com,https://github.com/a\nB,https://,http://b.example/x\n",
			"A (, ): | list 2026-03-31\nB (b.example, ): | list 2026-03-31",
		},
		{
			"places", "name,country,state,city\nA,England,,London\nB,US,CA,LA\nC,CA,QC,\nD,,TX,Austin\nE,EMEA,,\nF,GE,Georgia,\n",
			"A (, GB): country=GB; subdivision=GB-ENG; city=London; | list 2026-03-31\n" +
				"B (, US): country=US; city=LA; subdivision=US-CA; | list 2026-03-31\n" +
				"C (, CA): country=CA; subdivision=CA-QC; | list 2026-03-31\n" +
				"D (, US): city=Austin; country=US; subdivision=US-TX; | list 2026-03-31\n" +
				"E (, ): region=emea; | list 2026-03-31\nF (, GE): country=GE; | list 2026-03-31",
		},
		{"the country decides about the location", "name,country,location\nA,GE,\"Tbilisi, Georgia\"\n", "A (, GE): country=GE; city=Tbilisi; | list 2026-03-31"},
		{
			"lifecycle", "name,lifecycle stage\nA,salesqualifiedlead\nB,Opportunity\nC,Customer - Direct\nD,former customer\nE,Other\nF,hm\n",
			"A (, ): lifecycle=prospect; | list 2026-03-31\nB (, ): lifecycle=open_deal; | list 2026-03-31\nC (, ): lifecycle=customer; | list 2026-03-31\n" +
				"D (, ): lifecycle=churned; | list 2026-03-31\nE (, ): | list 2026-03-31\nF (, ): | list 2026-03-31",
		},
		{
			"a last round is a signal", "company,latest funding,last raised at\nA,Series C-1,2026-01-15\nB,Debt Financing,\n",
			"A (, ): funding_stage=series_c; | list 2026-03-31\nA (, ): funding_round on 2026-01-15 \"Series C-1\" | list\nB (, ): | list 2026-03-31",
		},
		{
			"tags join technologies and never begin them", "name,tags,technologies\nA,\"aws, fintech, zzz\",Acme Cloud\nB,\"aws, b2b\",\n",
			"A (, ): technologies=acme_cloud|aws; industry=fintech; | list 2026-03-31\nB (, ): business_model=b2b; | list 2026-03-31",
		},
		{
			"commas inside industries", "name,industry\nA,\"Software, Retail\"\nB,\"Bells, Whistles and Software\"\nC,Software; Retail\n",
			"A (, ): industry=software|retail; | list 2026-03-31\nB (, ): custom.industry_raw=Bells, Whistles and Software; | list 2026-03-31\nC (, ): industry=software|retail; | list 2026-03-31",
		},
		{
			"a last round to come is none", "company,last raised at\nA,2026-05-01\n",
			"A (, ): | list 2026-03-31",
		},
		{
			"observed: the future counts for nothing, tomorrow is ahead of us in Tokyo", "name,observed\nA,2062-03-01\nB,2026-04-01\n",
			"A (, ): | list 2026-03-31\nB (, ): | list 2026-04-01",
		},
		{
			"source, day, aliases, custom, notes", "name,aliases,source,observed,custom.Fleet Size,culture notes,owner\nA,A Ltd; Aco,Ana,31.01.2026,120,likes tea,Dana\n",
			"A (, ): custom.fleet_size=120; owner=Dana; culture_notes=likes tea; aka A Ltd, Aco | Ana 2026-01-31",
		},
	})
}

func TestAliasesHaveCommas(t *testing.T) {
	changes, _ := runFile(t, "name,aliases\nBeta,\"Beta Holdings, Inc.\"\nCeta,\"Cet | Ceta, S.A.; Ceta\"\n", Options{})
	for i, want := range [][]string{{"Beta Holdings, Inc."}, {"Cet", "Ceta, S.A."}} {
		if got := changes[i].(models.AccountFacts).Aliases; !slices.Equal(got, want) {
			t.Errorf("aliases of row %d = %q, want %q", i+1, got, want)
		}
	}
}

func TestContactRows(t *testing.T) {
	checkRows(t, Contacts, []rowCase{
		{
			"connections, below their notes", "Notes:\n\"When exporting your connections, some, \"\"many\"\", may miss\"\n\nFirst Name,Last Name,URL,Email Address,Company,Position,Connected On\nAda,Example,https://www.linkedin.com/in/ada-example,,Widgetly,VP Sales,31 Jan 2026\n",
			`Widgetly (, ): Ada Example <> "VP Sales"  []   active 2026-01-31 | LinkedIn`,
		},
		{
			"roles, status, place", "name,email,company,title,buying role,email status,country,state\nAda Example,Ada@Widgetly.example,Widgetly,CFO,BUDGET_HOLDER;EXECUTIVE_SPONSOR;Wizard,Bounced,US,Texas\n",
			`Widgetly (, ): Ada Example <ada@widgetly.example> "CFO" BUDGET_HOLDER;EXECUTIVE_SPONSOR;Wizard [economic_buyer champion] US-TX bounced | list`,
		},
		{"free mail names no company", "name,email\nAda,ada@gmail.com\nBea,bea@widgetly.example\n", `(widgetly.example, ): Bea <bea@widgetly.example> ""  []   | list`},
		{"a bad address", "name,email,company\nAda,nope,Widgetly\n", `Widgetly (, ): Ada <> ""  []   | list`},
		{
			"opted out is stronger", "name,company,email bounced,unsubscribed\nAda,W,TRUE,yes\nBea,W,2026-01-01,false\nCy,W,false,\n",
			"W (, ): Ada <> \"\"  []  opted_out | list\nW (, ): Bea <> \"\"  []  bounced | list\nW (, ): Cy <> \"\"  []   | list",
		},
		{
			"the named company beats the address", "name,company,website,email\nAda,Acme,,ada@acme-consulting.example\nBea,,https://globex.example,bea@freelancer.example\nCy,\u200b,,cy@initech.example\n",
			"Acme (, ): Ada <ada@acme-consulting.example> \"\"  []   | list\n (globex.example, ): Bea <bea@freelancer.example> \"\"  []   | list\n (initech.example, ): Cy <cy@initech.example> \"\"  []   | list",
		},
		{"no person", "name,company,country\n,Widgetly,US\n\u200b,Widgetly,US\n", ""},
		{"no company", "name,company\nAda,\u200b\n", ""},
		{"endless addresses", "name,company,email,profile\n,W,a@" + strings.Repeat("b.", 300) + "example," + strings.Repeat("c", 500) + "\n", ""},
	})
}

func TestSignalRows(t *testing.T) {
	checkRows(t, Signals, []rowCase{
		{
			"signals", "company,domain,signal,date,note,source\nWidgetly,widgetly.example,Funding round,2026-01-15,Series B,Ana\nWidgetly,,Opened a Bakery,31.03.2026,,\n,,layoffs,2026-01-15,,\n\u200b,,layoffs,2026-01-15,,\nWidgetly,,layoffs,soon,,\nWidgetly,,,,,\n",
			"Widgetly (widgetly.example, ): funding_round on 2026-01-15 \"Series B\" | Ana\nWidgetly (, ): opened_a_bakery on 2026-03-31 \"\" | list",
		},
	})
}

func TestCompaniesCalledByTheirDomain(t *testing.T) {
	checkRows(t, Signals, []rowCase{
		{
			"a domain in the company's column", "company,signal,date\nwidgetly.example,layoffs,2026-01-15\nhttps://www.Widgetly.example/,layoffs,2026-01-16\n",
			"widgetly.example (widgetly.example, ): layoffs on 2026-01-15 \"\" | list\nwidgetly.example (widgetly.example, ): layoffs on 2026-01-16 \"\" | list",
		},
		{
			"a domain's own column says otherwise", "company,domain,signal,date\nwidgetly.example,widgetly.test,layoffs,2026-01-15\n",
			"widgetly.example (widgetly.test, ): layoffs on 2026-01-15 \"\" | list",
		},
		{
			"names with dots", "company,signal,date\nVue.js,layoffs,2026-01-15\nWill.I.Am,layoffs,2026-01-15\nGmail.com,layoffs,2026-01-15\n\"Widgetly.example, Inc.\",layoffs,2026-01-15\n",
			"Vue.js (, ): layoffs on 2026-01-15 \"\" | list\nWill.I.Am (, ): layoffs on 2026-01-15 \"\" | list\nGmail.com (, ): layoffs on 2026-01-15 \"\" | list\nWidgetly.example, Inc. (, ): layoffs on 2026-01-15 \"\" | list",
		},
	})
	checkRows(t, Contacts, []rowCase{
		{"of contacts", "name,company,email\nAda,widgetly.example,ada@gmail.com\n", `widgetly.example (widgetly.example, ): Ada <ada@gmail.com> ""  []   | list`},
	})
	checkRows(t, Accounts, []rowCase{
		{"of accounts", "name,employees\nWidgetly.example,12\n", "Widgetly.example (widgetly.example, ): employees=12; | list 2026-03-31"},
	})
}

func TestForms(t *testing.T) {
	const want = "Müller (mueller.example, DE): country=DE; | list 2026-03-31"
	utf16 := func(text string, little bool) string {
		var b bytes.Buffer
		for _, r := range "\ufeff" + text {
			if little {
				b.Write([]byte{byte(r), byte(r >> 8)})
			} else {
				b.Write([]byte{byte(r >> 8), byte(r)})
			}
		}
		return b.String()
	}
	plain := "name,domain,country\nMüller,mueller.example,DE\n"
	for name, file := range map[string]string{
		"plain":              plain,
		"no last line end":   strings.TrimSuffix(plain, "\n"),
		"BOM":                "\ufeff" + plain,
		"UTF-16 LE":          utf16(plain, true),
		"UTF-16 BE":          utf16(plain, false),
		"Windows-1252":       strings.ReplaceAll(plain, "ü", "\xfc"),
		"CRLF":               strings.ReplaceAll(plain, "\n", "\r\n"),
		"lone CR":            strings.ReplaceAll(plain, "\n", "\r"),
		"semicolons":         strings.ReplaceAll(plain, ",", ";"),
		"tabs":               strings.ReplaceAll(plain, ",", "\t"),
		"bars":               strings.ReplaceAll(plain, ",", "|"),
		"sep line":           "sep=;\n" + strings.ReplaceAll(plain, ",", ";"),
		"quotes":             "\"name\",\"domain\",\"country\"\n\"Müller\",\"mueller.example\" ,\"DE\"\n",
		"quoted delimiter":   "name,domain,country,\"a;b;c;d;e\"\nMüller,mueller.example,DE,\n",
		"blank lines":        "\n\n" + plain + "\n,,\n\n",
		"title above":        "Our accounts\n\n" + plain,
		"trailing delimiter": strings.ReplaceAll(plain, "DE\n", "DE,,\n"),
		"NUL":                strings.ReplaceAll(plain, "Müller", "Mü\x00ller"),
	} {
		changes, report := runFile(t, file, Options{Kind: Accounts, File: "dir/list.csv"})
		if got := strings.TrimSpace(describeAll(changes)); got != want || report.Trouble != 0 {
			t.Errorf("%s: Run = %s, problems %v, want %s", name, got, report.Problems, want)
		}
	}
}

func TestProblems(t *testing.T) {
	for name, c := range map[string]struct{ file, names, problems string }{
		"unreadable cell": {"name,employees\nA,abc\n", "A", `line 2, column 2 (employees): "abc" is no number`},
		"nameless row":    {"name,employees\n,5\nB,6\n", "B", "line 2: no name and no domain; the row was skipped"},
		"too few":         {"name,domain,employees\nA\n", "A", "line 2: 1 cells under 3 headers; the missing ones count as blank"},
		"too many":        {"name,domain\nA,a.example,x\nB,\n", "B", "line 2: 3 cells under 2 headers; the row was skipped"},
		"quoted newline":  {"name,note\n\"A\nB\",\nC,\nD,x,y\n", "A B C", "line 5: 3 cells under 2 headers; the row was skipped"},
		"bare quote":      {"name,domain\n5\" Pipes,\nB,\n", `5" Pipes B`, ""},
		"closed by another cell's quote": {
			"name,domain\n\"A,\nB,\n\"C, Inc\",\nD,x,y\n", "B C, Inc",
			"line 2: text follows a closing quote; the row was skipped\nline 5: 3 cells under 2 headers; the row was skipped",
		},
		"invisible name":   {"name,domain\n\u200b,\n\u202e|,\nB,\n", "B", "line 2: no name and no domain; the row was skipped\nline 3: no name and no domain; the row was skipped"},
		"half a person":    {"name,employees\nA,\"1,5\"\nB,1.5k\n", "A B", `line 2, column 2 (employees): "1,5" is no whole number of people`},
		"observed to come": {"name,observed\nA,2062-03-01\n", "A", `line 2, column 2 (observed): "2062-03-01" is in the future; the file's own day was used`},
		"raised to come":   {"name,last raised at\nA,2062-03-01\n", "A", `line 2, column 2 (latest_funding_date): "2062-03-01" is in the future`},
		"two rows that contradict each other": {
			"name,domain,employees,industry\nA,a.example,1200,saas\nB,b.example,7,\nA,a.example,1300,saas\nA,a.example,1200,fintech\n", "A B A A",
			"line 4, column 3 (employees): \"1,300\" contradicts line 2; the first stands\nline 5, column 4 (industry): \"fintech\" contradicts line 2; the first stands",
		},
		"rows of one company that do not": {
			"name,domain,employees,industry,observed,source\nA,a.example,1200,,2026-01-01,x\nA,a.example,1300,,2026-02-01,x\nA,a.example,1400,,2026-02-01,y\nA,a.example,,saas,2026-01-01,x\nA,a.example,1200,saas,2026-01-01,x\n", "A A A A A", "",
		},
		"text after quote": {
			"name,domain\n\"A\" x,\nB,\n", "B",
			"line 2: text follows a closing quote; the row was skipped",
		},
		"open quote":   {"name,domain\n\"A,\nB,\nC,\n", "B C", "line 2: a quote opens here and is never closed; the row was skipped"},
		"bad domain":   {"name,domain\nA,not a domain\n", "A", `line 2, column 2 (domain): "not a domain" is no domain`},
		"bad country":  {"name,country\nA,Narnia\n", "A", `line 2, column 2 (country): "Narnia" is no country that rightdoor knows`},
		"bad day":      {"name,observed\nA,soon\n", "A", `line 2, column 2 (observed): "soon" is no date; the file's own day was used`},
		"huge line":    {"name,domain\n" + strings.Repeat("x", maxLine+10) + ",\nB,\n", "B", "line 2: this line is longer than a megabyte; the row was skipped"},
		"long line":    {"name,domain,note\nA,," + strings.Repeat("x", headSize+10) + "\nB,,\n", "A B", ""},
		"header alone": {"name,domain\n", "", ""},
	} {
		changes, report := runFile(t, c.file, Options{Kind: Accounts})
		var names, problems []string
		for _, change := range changes {
			names = append(names, change.(models.AccountFacts).Name)
		}
		for _, p := range report.Problems {
			problems = append(problems, p.String())
		}
		if got := strings.Join(names, " "); got != c.names || strings.Join(problems, "\n") != c.problems {
			t.Errorf("%s: Run = %q with problems %q, want %q with %q", name, got, problems, c.names, c.problems)
		}
	}
}

func TestManyProblemsAreCounted(t *testing.T) {
	var wide, cells strings.Builder
	for i := range maxProblems {
		fmt.Fprintf(&wide, ",employees_%d", 1990+i)
		cells.WriteString(",abc")
	}
	_, report := runFile(t, "name"+wide.String()+"\n"+strings.Repeat("A"+cells.String()+"\n", 3), Options{})
	if len(report.Problems) != maxProblems || report.Trouble != 300 {
		t.Errorf("Run kept %d of %d problems, want 100 of 300", len(report.Problems), report.Trouble)
	}
	if text := report.String(); strings.Count(text, "more of the same kind\n") != 0 || !strings.HasSuffix(text, "\nand 200 more\n") {
		t.Errorf("Report = %s, want it to say that there are 200 more", text)
	}
}

func TestProblemsOfAKindAreSummarised(t *testing.T) {
	var file strings.Builder
	file.WriteString("name,employees,country\n")
	for i := range 2999 {
		fmt.Fprintf(&file, "A,abc%d,\n", i)
	}
	file.WriteString("B,5,Narnia\n")
	_, report := runFile(t, file.String(), Options{})
	const want = "line 4, column 2 (employees): \"abc2\" is no number\nand 2,996 more of the same kind\nline 3001, column 3 (country): \"Narnia\""
	if text := report.String(); len(report.Problems) != 4 || report.Trouble != 3000 || !strings.Contains(text, want) {
		t.Errorf("Run kept %d of %d problems and says %s, want 4 of 3000 and %s", len(report.Problems), report.Trouble, text, want)
	}
}

func TestSignalsThatCannotBe(t *testing.T) {
	long := strings.Repeat("very long words ", 20)
	file := "company,signal,date\nA,layoffs,\nA,layoffs,2026-04-05\nA," + long + ",2026-01-01\nA,Zebra crossing,2026-01-01\nB,zebra-crossing,2026-01-02\nB,Job posting,2026-04-01\nB,layoffs,yesterdayish\n"
	changes, report := runFile(t, file, Options{Kind: Signals})
	if len(changes) != 3 || report.Skipped != 4 || report.Trouble != 4 {
		t.Errorf("Run gave %d signals, skipped %d, %d problems, want three and four of each", len(changes), report.Skipped, report.Trouble)
	}
	for _, want := range []string{
		"line 2: no date; the row was skipped\n",
		"line 3, column 3 (date): \"2026-04-05\" is in the future; the row was skipped\n",
		"line 4: the word for what happened is longer than 200 characters; the row was skipped\n",
		"kinds of their own: zebra crossing (2)\n",
		"line 8, column 3 (date): \"yesterdayish\" is no date; the row was skipped\n",
	} {
		if text := report.String(); !strings.Contains(text, want) {
			t.Errorf("Report = %s, want %q in it", text, want)
		}
	}
}

func TestReportIsSafeForATerminal(t *testing.T) {
	_, report := runFile(t, "name,\x1b[2JColour\x07,industry\nA,blue,Pap\x1b[31mer\x00 Clips\n\"A\" \x1b[0m,,\n", Options{})
	if text := report.String(); strings.ContainsFunc(text, func(r rune) bool { return r < ' ' && r != '\n' || r == 0x7f }) || !strings.Contains(text, "Colour") {
		t.Errorf("Report = %q, want it without control characters", text)
	}
}

func TestReportNamesTheCompaniesMade(t *testing.T) {
	for n, want := range map[int]string{1: "\n1 company was not known and is now an account\n", 3: "\n3 companies were not known and are now accounts\n"} {
		report := Report{Plan: Plan{Kind: Contacts}, Recorded: models.Recorded{Companies: n}}
		if text := report.String(); !strings.Contains(text, want) {
			t.Errorf("Report of %d = %q, want %q in it", n, text, want)
		}
	}
}

func TestUnmapped(t *testing.T) {
	_, report := runFile(t, "name,industry\nA,Paper Clips\nB,Paper Clips\nC,Software\n", Options{})
	if report.Unmapped["Paper Clips"] != 2 || len(report.Unmapped) != 1 {
		t.Errorf("Unmapped = %v, want Paper Clips twice", report.Unmapped)
	}
}

func TestWordsNobodyKnowsNameTheirLine(t *testing.T) {
	_, report := runFile(t, "name,industry,state,country\nA,E-Comerce,Texass,US\nB,Paper Clips,,\nC,Paper Clips,,\n", Options{Kind: Accounts})
	const want = "\nno word for, so they count as unknown: Paper Clips (2, from line 3), E-Comerce (line 2; did you mean e-commerce?), state Texass (line 2; did you mean Texas?)\n"
	if text := report.String(); !strings.Contains(text, want) {
		t.Errorf("Report = %s, want %q in it", text, want)
	}
}

func TestKeepUnknown(t *testing.T) {
	file := "name,Favourite Colour\nA,blue\n"
	changes, report := runFile(t, file, Options{})
	if got := describe(changes[0]); strings.Contains(got, "blue") || !slices.Equal(report.Unknown(), []string{"Favourite Colour"}) {
		t.Errorf("Run = %s, unknown %q, want the column named and not used", got, report.Unknown())
	}
	changes, report = runFile(t, file, Options{KeepUnknown: true})
	if got := describe(changes[0]); !strings.Contains(got, "custom.favourite_colour=blue") {
		t.Errorf("Run with KeepUnknown = %s, want custom.favourite_colour", got)
	}
	if text := report.String(); !strings.Contains(text, "\nkept as custom facts: Favourite Colour\n") || strings.Contains(text, "not known") {
		t.Errorf("Report = %s, want the column kept", text)
	}
}

func TestUselessFiles(t *testing.T) {
	for name, file := range map[string]string{
		"empty": "", "blank": "\n\n  \n", "BOM alone": "\ufeff", "no company": "colour,shape\nblue,round\n", "no header": "Acme,acme.example\n",
	} {
		report, err := Run(t.Context(), 1, strings.NewReader(file), &memory{}, Options{})
		if fault.KindOf(err) != fault.Usage || report.String() != "" {
			t.Errorf("%s: Run = %q, %v, want no report and a usage fault", name, report, err)
		}
	}
}

func TestExcelFiles(t *testing.T) {
	for _, start := range []string{"PK\x03\x04\x14\x00\x06\x00", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"} {
		_, err := Run(t.Context(), 1, strings.NewReader(start+"more"), &memory{}, Options{})
		if want := "This is an Excel file. Save it as CSV and import that."; fault.Message(err) != want {
			t.Errorf("Run(%q) = %q, want %q", start, fault.Message(err), want)
		}
	}
}

func TestSinkFails(t *testing.T) {
	sink := &memory{failFrom: 3}
	report, err := Run(t.Context(), 1, strings.NewReader(accountRows(5500)), sink, Options{})
	want := "4,000 of the file's rows are in, then the rest could not be recorded. Import the same file again: nothing is recorded twice."
	if got := fault.Message(err); got != want || report.In != 4000 || report.Recorded.Added != 4000 {
		t.Errorf("Run = %q with %d in, want %q with 4000", got, report.In, want)
	}
	if text := report.String(); !strings.HasPrefix(text, "accounts: 4,000 of 4,000 rows used; 4,000 added") {
		t.Errorf("Report = %s, want it to count the 4,000 rows that are in", text)
	}
}

// Why it stopped is said where there is a sentence for it, but not that nothing
// was changed; the log keeps the rest.
func TestSinkFailsForAReason(t *testing.T) {
	for _, c := range []struct {
		cause error
		want  string
	}{
		{fault.New(fault.Unavailable, "The disk is full. Make room."), " The disk is full. Make room."},
		{fault.Down(errors.New("refused")), " The database does not answer at the moment."},
		{errors.New("row 7: 23505"), ""},
	} {
		_, err := Run(t.Context(), 1, strings.NewReader(accountRows(3000)), &memory{failFrom: 2, failure: c.cause}, Options{})
		want := "2,000 of the file's rows are in, then the rest could not be recorded." + c.want + " Import the same file again: nothing is recorded twice."
		if got := fault.Message(err); got != want || !errors.Is(err, c.cause) {
			t.Errorf("Run = %q because of %v, want %q and the cause", got, errors.Unwrap(err), want)
		}
	}
}

func TestStops(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	sink := &memory{}
	if _, err := Run(ctx, 1, strings.NewReader(accountRows(10)), sink, Options{}); !errors.Is(err, context.Canceled) || sink.calls != 0 {
		t.Errorf("Run = %v after %d calls, want it cancelled before the first", err, sink.calls)
	}
}

func TestDryRun(t *testing.T) {
	sink := &memory{}
	var read int64
	file := accountRows(1500)
	report, err := Run(t.Context(), 1, strings.NewReader(file), sink, Options{DryRun: true, Progress: func(n int64) { read = n }})
	if err != nil || sink.calls != 0 || report.Rows != 1500 || read != int64(len(file)) {
		t.Errorf("Run = %d rows, %d calls, %d bytes, %v, want 1500 rows, no calls, %d bytes", report.Rows, sink.calls, read, err, len(file))
	}
}

// endless gives a header and then n rows, each unlike any other.
type endless struct {
	rows, left int
	rest       []byte
}

func (e *endless) Read(p []byte) (int, error) {
	if len(e.rest) == 0 {
		if e.left == 0 {
			return 0, io.EOF
		}
		e.rest = fmt.Appendf(nil, "Invented %d,invented%d.example,Industry %d,%d,%s\n", e.left, e.left, e.left, e.left, strings.Repeat("x", 500))
		if e.left == e.rows {
			e.rest = append([]byte("name,domain,industry,employees,city\n"), e.rest...)
		}
		e.left--
	}
	n := copy(p, e.rest)
	e.rest = e.rest[n:]
	return n, nil
}

func TestMemoryStaysFlat(t *testing.T) {
	const rows = 60000 // 35 MB
	var most uint64
	progress := func(int64) {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		most = max(most, m.HeapAlloc)
	}
	report, err := Run(t.Context(), 1, &endless{rows: rows, left: rows}, discard{}, Options{Now: now, Progress: progress})
	if err != nil || report.Rows != rows {
		t.Fatalf("Run = %d rows, %v, want %d", report.Rows, err, rows)
	}
	if most > 25<<20 {
		t.Errorf("the heap grew to %d MB, want at most 25", most>>20)
	}
}

func TestInspectSample(t *testing.T) {
	plan, err := Inspect(strings.NewReader("name;domain\nA;\nB;\nC;\nD;\n"), "")
	if err != nil || len(plan.Sample) != 3 || plan.Sample[2][0] != "C" || plan.Delimiter != ';' || plan.Kind != Accounts {
		t.Errorf("Inspect = %+v, %v, want three rows of accounts by semicolons", plan, err)
	}
}

// checkSound tells what a change must never be.
func checkSound(t *testing.T, change models.Change) {
	t.Helper()
	var company models.Company
	switch c := change.(type) {
	case models.AccountFacts:
		company = c.Company
		for _, f := range c.Facts {
			if info, ok := f.Attribute.Info(); !ok || !f.Value.Known() {
				t.Errorf("%s = %q (%v), want a known fact of an attribute", f.Attribute, f.Value, info.Kind)
			}
		}
	case models.ContactFacts:
		company = c.Company
	case models.SignalSeen:
		company = c.Company
	}
	if company.Name == "" && company.Domain == "" {
		t.Errorf("%+v has no name and no domain", change)
	}
}

func FuzzRow(f *testing.F) {
	f.Add("Acme,acme.example,Software,51-200,$5M,IL,US,aws,\"Austin, TX\",Series B,2026-01-01")
	f.Add("\"A\"\"b\nc\",\xff\x00,;,<,₹,,,|,\"")
	f.Add("name,domain\n\"")
	headers := map[Kind]string{
		Accounts: "name,domain,industry,employees,revenue,state,country,tags,location,latest funding,last raised at\n",
		Contacts: "name,email,company,title,role,status,country,state,location,last activity,website\n",
		Signals:  "company,domain,signal,date,note,source,country,website,x,y,z\n",
	}
	f.Fuzz(func(t *testing.T, row string) {
		for kind, header := range headers {
			sink := &memory{}
			if _, err := Run(context.Background(), 1, strings.NewReader(header+row), sink, Options{Kind: kind, KeepUnknown: true, Now: now}); err != nil {
				t.Errorf("Run(%q) = %v, want no error", row, err)
			}
			for _, change := range sink.changes {
				checkSound(t, change)
			}
		}
	})
}

func FuzzFile(f *testing.F) {
	f.Add([]byte("name;domain\r\nA;a.example\r\n"))
	f.Add([]byte("\xff\xfen\x00a\x00"))
	f.Fuzz(func(t *testing.T, file []byte) {
		sink := &memory{}
		_, err := Run(context.Background(), 1, bytes.NewReader(file), sink, Options{Now: now})
		if err != nil && fault.KindOf(err) != fault.Usage {
			t.Errorf("Run(%q) = %v, want a usage fault or none", file, err)
		}
		for _, change := range sink.changes {
			checkSound(t, change)
		}
	})
}

func TestRolesAreRoles(t *testing.T) {
	for word, known := range meanings()["role"] {
		for _, k := range known {
			if !scoring.Role(k).Valid() {
				t.Errorf("words.tsv: role %q of %q is none of the six", k, word)
			}
		}
	}
}

// The words of an attribute with a fixed list are on that list.
func TestMeaningsAreAllowed(t *testing.T) {
	for kind, byWord := range meanings() {
		info, ok := scoring.Attribute(kind).Info()
		if !ok || info.Allowed() == nil {
			continue
		}
		for word, known := range byWord {
			for _, k := range known {
				if !slices.Contains(info.Allowed(), k) {
					t.Errorf("words.tsv: %s %q of %q is not allowed", kind, k, word)
				}
			}
		}
	}
}
