package targeting

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"rightdoor/internal/fault"
)

// whole is a file without a mistake; the helpers add one line to it, on line 5
// or below.
const whole = `icps:
  - name: x
    criteria:
      - {attribute: employees, at_least: 50}
`

func criterion(s string) string { return whole + "      - " + s + "\n" }
func icpWith(s string) string   { return whole + "    " + s + "\n" }
func alertWith(s string) string {
	return "alerts:\n  - {channel: C0123456789, " + s + "}\n"
}

func personaWith(s string) string {
	return whole + "    personas:\n      - name: Ruby\n        " + s + "\n"
}

// broken are files with mistakes and what is said of each, after the name of
// the file.
var broken = []struct {
	name, text string
	want       []string
}{
	{"alias", "icps: &a\n  - *a\n", []string{`1:7: "&" is a short form of YAML that targeting files do without. Write the value out.`}},
	{"all zero", "icps:\n  - name: x\n    criteria:\n      - {attribute: employees, at_least: 50, weight: 0}\n", []string{"3:5: No criterion earns points: give at least one must or should a weight above 0."}},
	{"bad indent", "icps:\n  - name: x\n   owner: y\n", []string{"3:4: This is not YAML: value is not allowed in this context. Check indentation, quotes and brackets here and on the line above."}},
	{"comment only", "# nothing yet\n", []string{"1:1: The file is empty. Start it with icps: and a list of ICPs."}},
	{"control", "icps:\n  - name: \"a\x01b\"\n", []string{"2:13: This is not plain text. Save the file as UTF-8."}},
	{"deep", "icps: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]\n", []string{"1:39: Lists and maps are nested too deeply here. A targeting file needs no more than six levels."}},
	{"duplicate icp", "icps:\n  - name: x\n    criteria:\n      - {attribute: employees, at_least: 50}\n  - name: \"X!\"\n    criteria:\n      - {attribute: employees, at_least: 50}\n", []string{`5:11: There is another ICP "X!" on line 2. Give each its own name.`}},
	{"empty", "", []string{"1:1: The file is empty. Start it with icps: and a list of ICPs."}},
	{"empty map", "{}\n", []string{"1:1: The file holds nothing. Start it with icps: and a list of ICPs."}},
	{"icps is text", "icps: mid-market\n", []string{`1:7: icps is a list here, and this is "mid-market". Start each member with a dash, as in "- name: mid-market commerce".`}},
	{"name empty", "icps:\n  - name: \"\"\n    criteria:\n      - {attribute: employees, at_least: 50}\n", []string{"2:11: A name has 1 to 100 letters."}},
	{"no criteria", "icps:\n  - name: x\n", []string{"2:5: An ICP needs at least one criterion: say which companies."}},
	{"no name", "icps:\n  - criteria:\n      - {attribute: employees, at_least: 50}\n", []string{"2:5: This ICP has no name. Give it one, as in name: mid-market commerce."}},
	{"not yaml", "icps:\n  - name: \"x\n", []string{"2:11: This is not YAML: could not find end character of double-quoted text. Check indentation, quotes and brackets here and on the line above."}},
	{"only must not", "icps:\n  - name: x\n    criteria:\n      - {attribute: lifecycle, in: [competitor], mode: must_not}\n", []string{"3:5: No criterion earns points: give at least one must or should a weight above 0."}},
	{"persona no name", "icps:\n  - name: x\n    criteria:\n      - {attribute: employees, at_least: 50}\n    personas:\n      - role: champion\n", []string{"6:9: This persona has no name. Give it one, as in name: Revenue Ruby."}},
	{"persona twice", "icps:\n  - name: x\n    criteria:\n      - {attribute: employees, at_least: 50}\n    personas:\n      - name: Ruby\n        role: champion\n      - name: ruby\n", []string{`8:15: There is another persona "ruby" in this ICP, on line 6. Give each its own name.`}},
	{"settings currency", "settings: {rates: {on: 2026-11-01, per_usd: {EURO: 0.86}}}\n", []string{`1:46: "EURO" is no currency. Use the code of ISO 4217, as in EUR.`}},
	{"settings power", "settings: {buying_power: [{from: 100, seniority: vp}, {from: 50, seniority: director}]}\n", []string{"1:62: buying_power rises: each row starts at a higher price than the one before."}},
	{"settings rates half", "settings: {rates: {on: 2026-11-01}}\n", []string{"1:19: Rates need the day they are of and the rates, as in {on: 2026-11-01, per_usd: {EUR: 0.86}}."}},
	{"settings shelf life", "settings: {shelf_life: {employees: 0.5, title: 3}}\n", []string{"1:36: A shelf life in days is a whole number above 0, not 0.5.", `1:41: "title" is no attribute of a company. Use one as in {employees: 365}.`}},
	{"settings stages", "settings: {growth_stages: {growth: 50, startup: 0}}\n", []string{"1:49: Growth stages rise: each starts at a larger headcount than the one before."}},
	{"settings unknown", "settings: {rate: 1}\n", []string{`1:12: "rate" is no key of the settings; did you mean rates?`}},
	{"several", "icps:\n  - name: x\n    titles: [CFO]\n    cut_off: high\n    criteria:\n      - {attribute: industry, in: [ecomerce], mode: always}\n      - {attribute: revenue, at_least: 5M}\n    personas:\n      - name: Ruby\n        industry: saas\n", []string{`3:5: "titles" are job titles, which describe a person. ` + titleForCompany, `4:14: A score is a whole number from 1 to 100, not "high".`, `6:36: "ecomerce" is no industry that rightdoor knows; did you mean e-commerce?`, `6:53: "always" is no mode. Use one of must, should, must_not.`, `7:40: "5M" does not say which currency. Write it as in 20M USD.`, `10:9: "industry" ` + companyForPerson}},
	{"tab", "icps:\n\t- name: x\n", []string{"2:1: This is a tab, which YAML does not indent with. Use spaces."}},
	{"tag", "icps: !!seq []\n", []string{`1:7: "!!seq" is a short form of YAML that targeting files do without. Write the value out.`}},
	{"top criteria", "criteria:\n  - {attribute: employees, at_least: 50}\n", []string{`1:1: "criteria" belongs to an ICP. Move it under icps, into the ICP it is about.`}},
	{"top is list", "- name: x\n", []string{"1:1: The file is a map of keys and values here, and this is a list. Write it as key: value."}},
	{"top persona", "personas:\n  - name: Ruby\n", []string{`1:1: "personas" stands alone, and a persona belongs to one ICP: which companies first, then whom to see there. Move it under its ICP.`}},
	{"top unknown", "icp:\n  - name: x\n", []string{`1:1: "icp" is no key of the file; did you mean icps?`}},
	{"two documents", "icps:\n  - name: x\n    criteria:\n      - {attribute: employees, at_least: 50}\n---\nicps:\n  - name: x\n    criteria:\n      - {attribute: employees, at_least: 50}\n", []string{"6:1: A second document starts here. Put all ICPs into one list."}},
	{"anchor in text", icpWith("owner: *ana"), []string{`5:12: "*" is a short form of YAML that targeting files do without. Write the value out.`}},
	{"cut off range", icpWith("cut_off: 101"), []string{`5:14: A score is a whole number from 1 to 100, not "101".`}},
	{"deal size currency", icpWith("deal_size: 60000"), []string{`5:16: "60000" does not say which currency. Write it as in 20M USD.`}},
	{"duplicate key", icpWith("name: y"), []string{`5:5: "name" stands twice in an ICP. Keep one of them.`}},
	{"icp age", icpWith("age: 35"), []string{`5:5: "age" describes a person. ` + titleForCompany}},
	{"icp goals", icpWith("goals: [more revenue]"), []string{`5:5: "goals" are what a person wants. ` + titleForCompany}},
	{"icp industry key", icpWith("industry: [saas]"), []string{`5:5: "industry" is an attribute. Make it a criterion: under criteria, - {attribute: industry, …}.`}},
	{"icp seniority", icpWith("seniority: vp"), []string{`5:5: "seniority" is a rank, which describes a person. ` + titleForCompany}},
	{"icp titles", icpWith("titles: [VP of Sales]"), []string{`5:5: "titles" are job titles, which describe a person. ` + titleForCompany}},
	{"icp vp key", icpWith("vp: 1"), []string{`5:5: "vp" is a seniority, which describes a person. ` + titleForCompany}},
	{"key typo", icpWith("criterias: []"), []string{`5:5: "criterias" is no key of an ICP; did you mean criteria?`}},
	{"key unknown", icpWith("zebra: 1"), []string{`5:5: "zebra" is no key of an ICP. Use one of name, owner, review, cut_off, tiers, deal_size, situation, pains, order, criteria, triggers, personas.`}},
	{"order typo", icpWith("order: [champoin]"), []string{`5:13: "champoin" is no buying role; did you mean champion?`}},
	{"persona name long", icpWith("personas: [{name: long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long }]"), []string{"5:23: A name has 1 to 100 letters."}},
	{"persona text", icpWith("personas: [Ruby]"), []string{`5:16: A persona is a map of keys and values here, and this is "Ruby". Write it as key: value.`}},
	{"review date", icpWith("review: 2027-02-30"), []string{`5:13: "2027-02-30" is no day. Write it as year-month-day, as in 2027-03-01.`}},
	{"tiers rising", icpWith("tiers: {A: 60, B: 80}"), []string{"5:23: Tier B must start below tier A, which starts at 60. Tiers fall from the best letter to the last."}},
	{"tiers text", icpWith("tiers: [80, 65]"), []string{"5:12: tiers is a map of keys and values here, and this is a list. Write it as key: value."}},
	{"trigger half life", icpWith("triggers: [{signal: funding_round}]"), []string{"5:16: A trigger needs a signal and a half_life in days, as in {signal: funding_round, weight: 2, half_life: 90}."}},
	{"trigger text", icpWith("triggers: funding_round"), []string{`5:15: triggers is a list here, and this is "funding_round". Start each member with a dash, as in "- {signal: funding_round, weight: 2, half_life: 90}".`}},
	{"trigger weight", icpWith("triggers: [{signal: funding_round, weight: 0, half_life: 90}]"), []string{"5:48: A trigger needs a weight above 0; one without counts for nothing."}},
	{"attribute goal", criterion("{attribute: goal, is: growth}"), []string{`5:21: "goal" is what a person wants. ` + titleForCompany}},
	{"attribute job role", criterion("{attribute: job_role, in: [buyer]}"), []string{`5:21: "job_role" is a job title, which describes a person. ` + titleForCompany}},
	{"attribute missing", criterion("{at_least: 50}"), []string{"5:9: This criterion names no attribute. Write it as in {attribute: employees, between: [200, 1500]}."}},
	{"attribute other name", criterion("{attribute: headcount, at_least: 50}"), []string{`5:21: "headcount" is no attribute of a company; did you mean employees?`}},
	{"attribute seniority", criterion("{attribute: Seniority, in: [vp]}"), []string{`5:21: "Seniority" is a rank, which describes a person. ` + titleForCompany}},
	{"attribute text", criterion("{attribute: owner, in: [ana]}"), []string{`5:21: "owner" is free text, which cannot be compared. Keep it out of the criteria.`}},
	{"attribute title", criterion("{attribute: title, in: [VP of Sales]}"), []string{`5:21: "title" is a job title, which describes a person. ` + titleForCompany}},
	{"attribute twice", criterion("{attribute: employees, attribute: revenue, at_least: 5}"), []string{`5:32: "attribute" stands twice in a criterion. Keep one of them.`}},
	{"attribute typo", criterion("{attribute: employes, at_least: 50}"), []string{`5:21: "employes" is no attribute of a company; did you mean employees?`}},
	{"attribute unknown", criterion("{attribute: zebra, at_least: 50}"), []string{`5:21: "zebra" is no attribute of a company. Use one of industry, business_model, employees, revenue, arr, growth, growth_stage, funding_stage, founded, country, subdivision, region, city, technologies, ownership, lifecycle, or custom.<name>.`}},
	{"attribute vp", criterion("{attribute: vp, in: [sales]}"), []string{`5:21: "vp" is a seniority, which describes a person. Titles find people inside a company; which companies is the ICP's question: put it on a persona under this ICP.`}},
	{"between commas", criterion("{attribute: employees, between: [1,000, 2,000]}"), []string{"5:41: between takes two numbers, as in [200, 1500]. A comma parts them, so write thousands as in 1_500."}},
	{"between currencies", criterion("{attribute: revenue, between: [20M USD, 200M EUR]}"), []string{"5:39: Both ends need the same currency, and these are USD and EUR."}},
	{"between money reversed", criterion("{attribute: revenue, between: [200M USD, 20M USD]}"), []string{"5:39: The ends are the wrong way round: write [20M USD, 200M USD]."}},
	{"between reversed", criterion("{attribute: employees, between: [1500, 200]}"), []string{"5:41: The ends are the wrong way round: write [200, 1500]."}},
	{"criterion shorthand", criterion("{industry: [saas]}"), []string{`5:10: "industry" is an attribute, which stands behind its own key: {attribute: industry, …}.`}},
	{"criterion text", criterion("employees over 50"), []string{`5:9: A criterion is a map of keys and values here, and this is "employees over 50". Write it as key: value.`}},
	{"decimal comma", criterion(`{attribute: revenue, at_least: "2,5M USD"}`), []string{`5:40: "2,5" may mean two numbers. Write decimals with a point, and thousands as in 1_500.`}},
	{"evidence unknown", criterion("{attribute: employees, at_least: 50, evidence: gut}"), []string{`5:56: "gut" is no evidence of a criterion. Use one of data, opinion.`}},
	{"growth stage unknown", criterion("{attribute: growth_stage, in: [midmarket]}"), []string{`5:40: "midmarket" is no growth stage; did you mean mid_market?`}},
	{"industry is title", criterion("{attribute: industry, in: [VP of Sales]}"), []string{`5:36: "VP of Sales" is a job title, which describes a person. ` + titleForCompany}},
	{"industry is vp", criterion("{attribute: industry, in: [saas, vp]}"), []string{`5:42: "vp" is a seniority, which describes a person. ` + titleForCompany}},
	{"industry typo", criterion("{attribute: industry, in: [ecomerce, finteck]}"), []string{`5:36: "ecomerce" is no industry that rightdoor knows; did you mean e-commerce?`, `5:46: "finteck" is no industry that rightdoor knows; did you mean fintech?`}},
	{"industry unknown", criterion("{attribute: industry, in: [zzzzqqqq]}"), []string{`5:36: "zzzzqqqq" is no industry that rightdoor knows. Use a wider or more usual word for it.`}},
	{"is several", criterion("{attribute: lifecycle, is: [customer, churned]}"), []string{"5:36: is takes one value, and these are 2. Use in for any of several."}},
	{"mode typo", criterion("{attribute: employees, at_least: 50, mode: mus}"), []string{`5:52: "mus" is no mode; did you mean must?`}},
	{"money currency unknown", criterion("{attribute: revenue, at_least: 20M USX}"), []string{`5:40: "20M USX" has "USX" in it, which says nothing about a number. Write it as in 200, 1.5M, 30% or 20M USD.`}},
	{"money sign", criterion("{attribute: revenue, at_least: $20M}"), []string{`5:40: "$20M" has $, which several currencies use. Write the code, as in 20M USD.`}},
	{"money without currency", criterion("{attribute: revenue, at_least: 20M}"), []string{`5:40: "20M" does not say which currency. Write it as in 20M USD.`}},
	{"no values", criterion("{attribute: industry, in: []}"), []string{"5:35: There are no values here. Name at least one."}},
	{"number huge", criterion("{attribute: employees, at_least: 1e999}"), []string{`5:42: "1e999" has "e999" in it, which says nothing about a number. Write it as in 200, 1.5M, 30% or 20M USD.`}},
	{"number negative", criterion("{attribute: employees, at_least: -5}"), []string{"5:42: Headcount is never below 0."}},
	{"number percent", criterion("{attribute: employees, at_least: 50%}"), []string{"5:42: Headcount is no percentage. Leave out the % sign."}},
	{"number text", criterion("{attribute: employees, at_least: many}"), []string{`5:42: "many" is no number. Write one as in 200, 1_500, 1.5M or 30%.`}},
	{"number with currency", criterion("{attribute: employees, at_least: 50 USD}"), []string{"5:42: Headcount is no money. Leave out USD."}},
	{"operator missing", criterion("{attribute: employees, mode: must}"), []string{"5:9: The criterion on employees does not say what to compare with. Add one of in, not_in, is, includes_any, includes_all, between, at_least, at_most."}},
	{"operator numbers", criterion("{attribute: industry, at_least: 50}"), []string{"5:31: Industry is told in words. Use in, not_in, is, includes_any or includes_all."}},
	{"operator two", criterion("{attribute: employees, at_least: 50, at_most: 100}"), []string{"5:46: A criterion compares once, and this one has at_least and at_most. Make two criteria of them."}},
	{"operator typo", criterion("{attribute: employees, atleast: 50}"), []string{`5:32: "atleast" is no key of a criterion; did you mean at_least?`}},
	{"operator words", criterion("{attribute: employees, in: [50]}"), []string{"5:32: Headcount is a number. Use between, at_least or at_most."}},
	{"region typo", criterion("{attribute: region, in: [nort america]}"), []string{`5:34: "nort america" is no region that rightdoor knows; did you mean north_america?`}},
	{"second of two", criterion("{attribute: employees, at_least: [50, 60]}"), []string{"5:42: One value belongs here, and this is a list. Write it as text."}},
	{"soft currency", criterion("{attribute: revenue, at_least: 5M USD, soft: 1M EUR}"), []string{"5:54: The soft edge is in EUR and the criterion in USD. Write both alike, or a share as in 20%."}},
	{"soft on must", criterion("{attribute: employees, at_least: 50, soft: 20%, mode: must}"), []string{"5:46: Soft edges are for should only: a must is a gate, and a gate is open or shut. Leave soft out, or make it a should."}},
	{"soft on words", criterion("{attribute: industry, in: [saas], soft: 20%}"), []string{"5:43: Soft edges need a number to stand beside; in compares words. Leave soft out."}},
	{"technologies is title", criterion("{attribute: technologies, includes_any: [Chief Marketing Officer]}"), []string{`5:50: "Chief Marketing Officer" is a job title, which describes a person. ` + titleForCompany}},
	{"weight money", criterion("{attribute: employees, at_least: 50, weight: 3 USD}"), []string{"5:54: A weight is a plain number. Leave out what follows it."}},
	{"weight negative", criterion("{attribute: employees, at_least: 50, weight: -1}"), []string{"5:54: A weight is a number from 0 to 1000, not -1."}},
	{"weight text", criterion("{attribute: employees, at_least: 50, weight: heavy}"), []string{`5:54: "heavy" is no number. Write one as in 200, 1_500, 1.5M or 30%.`}},
	{"persona adapted", personaWith("adapted_from: Ruby"), []string{`7:23: "Ruby" does not name a persona. Write its ICP and its name, as in mid-market commerce/Revenue Ruby.`}},
	{"persona country", personaWith("country: US"), []string{`7:9: "country" ` + companyForPerson}},
	{"persona criteria", personaWith("criteria: []"), []string{`7:9: "criteria" ` + companyForPerson}},
	{"persona cut off", personaWith("cut_off: 50"), []string{`7:9: "cut_off" belongs to the ICP this persona stands under. Move it there.`}},
	{"persona employees", personaWith("employees: 200"), []string{`7:9: "employees" ` + companyForPerson}},
	{"persona evidence", personaWith("evidence: gut"), []string{`7:19: "gut" is no evidence. Use one of interviews, surveys, data, opinion.`}},
	{"persona function", personaWith("functions: [saas]"), []string{`7:21: "saas" is an industry: it ` + companyForPerson}},
	{"persona industry", personaWith("industry: [saas]"), []string{`7:9: "industry" describes a company, and a persona describes a person: which companies is decided by the ICP above it. Move it to the ICP's criteria.`}},
	{"persona required", personaWith("required: maybe"), []string{`7:19: required is true or false, not "maybe".`}},
	{"persona role", personaWith("role: decider"), []string{`7:15: "decider" is no buying role. Use one of champion, economic_buyer, technical_evaluator, influencer, end_user, blocker.`}},
	{"persona role typo", personaWith("role: economic_byer"), []string{`7:15: "economic_byer" is no buying role; did you mean economic_buyer?`}},
	{"persona seniority", personaWith("seniorities: [vp, boss]"), []string{`7:27: "boss" is no seniority. Use one of owner, founder, c_suite, partner, vp, head, director, manager, senior, entry, intern.`}},
	{"persona titles map", personaWith("titles: {vp: 1}"), []string{"7:17: One value belongs here, and this is a map. Write it as text."}},
	{"alert attribute", alertWith("industry: [saas]"), []string{`2:28: "industry" is a fact of a company, which narrows an alert under where: where: {industry: …}.`}},
	{"alert channel missing", "alerts:\n  - {tier: A}\n", []string{"2:5: This alert names no channel. Write it as in {channel: C0123456789}."}},
	{"alert channel name", "alerts:\n  - {channel: sales}\n", []string{`2:15: "sales" is no channel id. It begins with C, as in C0123456789, and stands at the end of the channel's details in Slack.`}},
	{"alert channel person", "alerts:\n  - {channel: U0123456789}\n", []string{`2:15: "U0123456789" is no channel id. It begins with C, as in C0123456789, and stands at the end of the channel's details in Slack.`}},
	{"alert customers", alertWith("customers: some"), []string{`2:39: This is true or false, not "some".`}},
	{"alert days", alertWith("digest: 09:00 UTC, weekdays: [tuseday, someday]"), []string{`2:58: "tuseday" is no day of the week; did you mean tuesday?`, `2:67: "someday" is no day of the week. Use one of monday, tuesday, wednesday, thursday, friday, saturday, sunday.`}},
	{"alert days alone", alertWith("weekdays: [mon]"), []string{`2:28: weekdays are the days of a digest, and this alert has none. Add one, as in digest: "09:00 Europe/Berlin", or leave weekdays out.`}},
	{"alert digest without zone", alertWith(`digest: "09:00"`), []string{`2:36: In which time zone? Name it behind the hour, as in "09:00 Europe/Berlin".`}},
	{"alert hour", alertWith(`digest: "25:00 Europe/Berlin"`), []string{`2:36: "25:00 Europe/Berlin" is no hour of the day. Write it as in "09:00 Europe/Berlin".`}},
	{"alert hour empty", alertWith(`digest: ""`), []string{`2:36: "" is no hour of the day. Write it as in "09:00 Europe/Berlin".`}},
	{"alert key", alertWith("custmers: true"), []string{`2:28: "custmers" is no key of an alert; did you mean customers?`}},
	{"alert key unknown", alertWith("zebra: A"), []string{`2:28: "zebra" is no key of an alert. Use one of channel, icp, tier, where, customers, digest, weekdays, quiet.`}},
	{"alert quiet", alertWith(`quiet: "18:00 Europe/Berlin"`), []string{`2:35: "18:00 Europe/Berlin" are no two hours to be quiet between. Write them as in "18:00-08:00 Europe/Berlin".`}},
	{"alert quiet never", alertWith(`quiet: "8:00-08:00 Europe/Berlin"`), []string{`2:35: "8:00-08:00 Europe/Berlin" are no two hours to be quiet between. Write them as in "18:00-08:00 Europe/Berlin".`}},
	{"alert quiet without zone", alertWith(`quiet: "18:00-08:00"`), []string{`2:35: In which time zone? Name it behind the hours, as in "18:00-08:00 Europe/Berlin".`}},
	{"alert text", "alerts: [C0123456789]\n", []string{`1:10: An alert is a map of keys and values here, and this is "C0123456789". Write it as key: value.`}},
	{"alert twice", "alerts:\n  - {channel: C01, icp: Big Shops}\n  - {channel: C01}\n  - {channel: C01, icp: big-shops}\n", []string{"4:15: There is another alert in C01 for big-shops on line 2. Keep one of them."}},
	{"alert where operator", alertWith("where: {employees: {atleast: 50}}"), []string{`2:48: "atleast" is no key of a comparison; did you mean at_least?`}},
	{"alert where empty", alertWith("where: {employees: {}}"), []string{"2:47: The criterion on employees does not say what to compare with. Add one of in, not_in, is, includes_any, includes_all, between, at_least, at_most."}},
	{"alert where no values", alertWith("where: {industry: []}"), []string{"2:46: There are no values here. Name at least one."}},
	{"alert where number", alertWith("where: {employees: 200-1500}"), []string{"2:47: Headcount is a number. Write it as in employees: {at_least: 200} or {between: [200, 1500]}, money with its currency."}},
	{"alert where stray", alertWith("where: {tier: A}"), []string{`2:36: "tier" stands beside where, not under it. Move it there.`}},
	{"alert where text", alertWith("where: fintech"), []string{`2:35: where is a map of keys and values here, and this is "fintech". Write it as key: value.`}},
	{"alert where title", alertWith("where: {title: [CFO]}"), []string{`2:36: "title" is a job title, which describes a person. ` + titleForCompany}},
	{"alert where typo", alertWith("where: {industri: [fintech], country: [Germny]}"), []string{`2:36: "industri" is no attribute of a company; did you mean industry?`, `2:67: "Germny" is no country that rightdoor knows; did you mean DE?`}},
	{"alert zone", alertWith(`digest: "09:00 Europe/Berln"`), []string{`2:36: There is no time zone "Europe/Berln"; did you mean Europe/Berlin?`}},
	{"alert zone key", alertWith("zone: Europe/Berlin"), []string{`2:28: "zone" stands behind the hour, as in digest: "09:00 Europe/Berlin".`}},
	{"alert zones", alertWith(`digest: "09:00 Europe/Berlin", quiet: "18:00-08:00 Europe/Paris"`), []string{"2:66: A channel's hours go by one time zone, and these are Europe/Berlin and Europe/Paris."}},
	{"alerts is map", "alerts: {channel: C0123456789}\n", []string{`1:9: alerts is a list here, and this is a map. Start each member with a dash, as in "- {channel: C0123456789}".`}},
	{"channel alone", "channel: C0123456789\n", []string{`1:1: "channel" is of an alert. Write it as in alerts: [{channel: C0123456789}].`}},
}

func TestReadBroken(t *testing.T) {
	for _, tt := range broken {
		t.Run(tt.name, func(t *testing.T) {
			f, err := Read("f", []byte(tt.text))
			if f != nil || err == nil {
				t.Fatalf("Read(%q) = %v, %v, want an error", tt.text, f, err)
			}
			if kind := fault.KindOf(err); kind != fault.Usage {
				t.Errorf("kind of %v = %v, want Usage", err, kind)
			}
			got := strings.Split(fault.Message(err), "\n")
			want := slices.Clone(tt.want)
			for i := range want {
				want[i] = "f:" + want[i]
			}
			if !slices.Equal(got, want) {
				t.Errorf("Read =\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
		})
	}
}

func TestReadTellsTwentyProblems(t *testing.T) {
	text := whole
	for i := range 25 {
		text += fmt.Sprintf("      - {attribute: zebra%d, at_least: 1}\n", i)
	}
	_, err := Read("f", []byte(text))
	lines := strings.Split(fault.Message(err), "\n")
	if len(lines) != 21 || lines[20] != "f: and 5 more; mend these first." {
		t.Errorf("Read tells %d lines, the last %q, want 21 and the count of the rest", len(lines), lines[len(lines)-1])
	}
}

// hostile are texts that have cost parsers their stack or their time.
var hostile = map[string]string{
	"too large":      strings.Repeat("a: "+strings.Repeat("b", 100)+"\n", 1<<14),
	"aliases":        "a: &a [x, x]\nb: &b [*a, *a]\nicps: [*b, *b]\n",
	"merge":          "icps:\n  - <<: {name: x}\n",
	"open brackets":  strings.Repeat("[", 1<<19),
	"open braces":    strings.Repeat("{a: ", 1<<18),
	"dashes":         strings.Repeat("- ", 1<<19),
	"questions":      strings.Repeat("? ", 1<<19),
	"colons":         strings.Repeat("a: ", 1<<18),
	"quotes":         strings.Repeat("\"", 1<<19),
	"one long line":  "icps: " + strings.Repeat("x", 1<<19),
	"spaces":         "icps:" + strings.Repeat(" ", 1<<19) + "x",
	"hashes":         strings.Repeat("# ", 1<<19),
	"commas":         "icps: [" + strings.Repeat(",", 1<<19),
	"blank lines":    "icps: |" + strings.Repeat("\n ", maxLines-1),
	"many keys":      keysText(maxLines),
	"many criteria":  whole + strings.Repeat("      - {attribute: industry, in: [ecomerce]}\n", 1<<14),
	"wide blanks":    "icps: |" + strings.Repeat("\n"+strings.Repeat(" ", 50), maxLines-1),
	"many blanks":    "icps: |" + strings.Repeat(strings.Repeat("\n"+strings.Repeat(" ", 40), maxBlank)+"\n  x", maxLines/maxBlank-5),
	"block text":     "icps: |" + strings.Repeat("\n  some words of a sentence that goes on", maxLines-1),
	"folded words":   "icps: >" + strings.Repeat("\n  some words of a sentence that goes on", maxLines-1),
	"plain lines":    "icps: a" + strings.Repeat("\n  some words of a sentence that goes on", maxLines-1),
	"quoted lines":   "icps: \"" + strings.Repeat("\n  some words", maxLines-1) + "\"",
	"short members":  "icps:" + strings.Repeat("\n  - a", maxLines-1),
	"comments":       strings.Repeat("#\n", maxLines-1),
	"too many lines": strings.Repeat("#\n", maxLines+1),
	"deep indents":   indentText(1200),
	"escapes":        "icps: \"" + strings.Repeat("\\x", 1<<18) + "\"",
	"many zones":     "alerts:\n" + strings.Repeat("  - {channel: C1, digest: 9 Nowhere/Wrong}\n", 1<<14),
	"many channels":  "alerts:\n" + strings.Repeat("  - {channel: C1, digest: 9 Europe/Berlin}\n", 1<<14),
	"long zone":      "alerts: [{channel: C1, digest: 9 " + strings.Repeat("x", 1<<19) + "}]\n",
	"latin-1":        "icps: caf\xe9",
}

func keysText(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "key%d: 1\n", i)
	}
	return b.String()
}

func indentText(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.Repeat(" ", i) + "a:\n")
	}
	return b.String()
}

func TestReadHostile(t *testing.T) {
	for name, text := range hostile {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			if _, err := Read("f", []byte(text)); err == nil {
				t.Errorf("Read(%s) gives no error", name)
			}
			if took := time.Since(start); took > 30*time.Second {
				t.Errorf("Read(%s) took %v, want less than 30s", name, took)
			}
		})
	}
}
