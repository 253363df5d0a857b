package language

import (
	"math"
	"strings"
	"testing"
	"time"

	"rightdoor/scoring"
)

// quantityCase gives the written form of a value, or the error.
type quantityCase struct{ text, want string }

func checkQuantities(t *testing.T, name string, read func(string) (scoring.Value, error), cases []quantityCase) {
	t.Helper()
	for _, c := range cases {
		value, err := read(c.text)
		got := value.String()
		if err != nil {
			got = "error: " + err.Error()
		}
		if got != c.want {
			t.Errorf("%s(%q) = %s, want %s", name, c.text, got, c.want)
		}
	}
}

func TestReadNumber(t *testing.T) {
	checkQuantities(t, "ReadNumber", ReadNumber, []quantityCase{
		{"640", "640"},
		{"0", "0"},
		{"1,150", "1150"},
		{"1.150", "1150"},
		{"1 150", "1150"},
		{"1\u00a0150", "1150"},
		{"1'150", "1150"},
		{"1’150", "1150"},
		{"12.5", "12.5"},
		{"640.0", "640"},
		{"1.5E+07", "15000000"},
		{"51-200", "51..200"},
		{"51 – 200", "51..200"},
		{"51—200", "51..200"},
		{"200-51", "51..200"},
		{"11..50", "11..50"},
		{"10001..", "10001.."},
		{"10001+", "10001.."},
		{"10,001+", "10001.."},
		{"10001 or more", "10001.."},
		{"1K-5K", "1000..5000"},
		{"1-5K", "1000..5000"},
		{"500-1K", "500..1000"},
		{"2k", "2000"},
		{"SIZE_1", "1"},
		{"SIZE_2_TO_10", "2..10"},
		{"SIZE_10001_OR_MORE", "10001.."},
		{"5001 to 10000", "5001..10000"},
		{"between 50 and 200", "50..200"},
		{"more than 50", "51.."},
		{"over 1,000", "1001.."},
		{">50", "51.."},
		{"at least 10", "10.."},
		{">= 50", "50.."},
		{"≥ 50", "50.."},
		{"up to 50", "0..50"},
		{"<= 50", "0..50"},
		{"less than 5", "0..4"},
		{"fewer than 5", "0..4"},
		{"<10", "0..9"},
		{"less than 0", "0"},
		{"~200", "200"},
		{"approx. 200", "200"},
		{"200 employees", "200"},
		{"51-200 Employees", "51..200"},
		{"10 employees to 50 employees", "10..50"},
		{"Employees.201-500", "201..500"},
		{"EmployeeRange.51-200", "51..200"},
		{"500 (est.)", "500"},
		{"1.5 lakh", "150000"},
		{"2 Cr", "20000000"},
		{"más de 50 empleados", "51.."},
		{"über 100 Mitarbeiter", "101.."},
		{"5 mil", "5000"},
		{"-5", `error: "-5" is negative`},
		{"abc", `error: "abc" is no number`},
		{"", `error: "" is no number`},
		{"NaN", `error: "NaN" is no number`},
		{"Inf", `error: "Inf" is no number`},
		{"1e999", `error: "1e999" is no number`},
		{"1e19", `error: "1e19" is too large`},
		{"1.2.3", `error: "1.2.3" is no number`},
		{"1,2,3", `error: "1,2,3" is no number`},
		{"12 apples", `error: "12 apples" is no number`},
		{"5 6", `error: "5 6" is no number`},
		{"over 5-10", `error: "over 5-10" is no number`},
		{"$5", `error: "$5" is no number`},
		{strings.Repeat("9", 60), `error: "` + strings.Repeat("9", 40) + `…" is too large`},
	})
}

func TestReadPair(t *testing.T) {
	checkQuantities(t, "ReadPair", ReadPair, []quantityCase{
		{"11,20", "11..20"},
		{"11, 20", "11..20"},
		{"5001,10000", "5001..10000"},
		{"10001", "10001.."},
		{"10001,", "10001.."},
		{"7", "7"},
		{"51-200", "51..200"},
		{"a,b", `error: "a,b" is no number`},
	})
}

func TestReadMoney(t *testing.T) {
	read := func(text string) (scoring.Value, error) { return ReadMoney(text, "USD") }
	checkQuantities(t, "ReadMoney", read, []quantityCase{
		{"5000000", "5000000 USD"},
		{"5,000,000", "5000000 USD"},
		{"5.000.000", "5000000 USD"},
		{"5 000 000", "5000000 USD"},
		{"1,00,00,000", "10000000 USD"},
		{"1,234.56", "1234.56 USD"},
		{"1.234,56", "1234.56 USD"},
		{"0.250", "0.25 USD"},
		{"$5M", "5000000 USD"},
		{"$5m", "5000000 USD"},
		{"$5MM", "5000000 USD"},
		{"$ 5 M", "5000000 USD"},
		{"$.5M", "500000 USD"},
		{"$1.234B", "1234000000 USD"},
		{"$1,234M", "1234000000 USD"},
		{"$2.3B", "2300000000 USD"},
		{"$1T", "1000000000000 USD"},
		{"$750K", "750000 USD"},
		{"$750 thousand", "750000 USD"},
		{"$100 mil", "100000000 USD"},
		{"USD 1.5 billion", "1500000000 USD"},
		{"5M USD", "5000000 USD"},
		{"US$5M", "5000000 USD"},
		{"US $5M", "5000000 USD"},
		{"USD $5M", "5000000 USD"},
		{"5 million dollars", "5000000 USD"},
		{"$1B+", "1000000000.. USD"},
		{"$10M or more", "10000000.. USD"},
		{"over $1B", "1000000000.. USD"},
		{"at least $1M", "1000000.. USD"},
		{"> $500M", "500000000.. USD"},
		{"less than $5M", "0..5000000 USD"},
		{"<$1M", "0..1000000 USD"},
		{"up to $5M", "0..5000000 USD"},
		{"$10M-$50M", "10000000..50000000 USD"},
		{"$10-50M", "10000000..50000000 USD"},
		{"$10M to $50M", "10000000..50000000 USD"},
		{"between $10M and $50M", "10000000..50000000 USD"},
		{"$500K-1M", "500000..1000000 USD"},
		{"US$ 10-50 million", "10000000..50000000 USD"},
		{"100 - 250 Million USD", "100000000..250000000 USD"},
		{"20000000..200000000 USD", "20000000..200000000 USD"},
		{"1000000.. USD", "1000000.. USD"},
		{"Revenue.10M-50M", "10000000..50000000 USD"},
		{"$5M ARR", "5000000 USD"},
		{"$5M/yr", "5000000 USD"},
		{"$5M a year", "5000000 USD"},
		{"$5M (2023)", "5000000 USD"},
		{"~$5M", "5000000 USD"},
		{"₹1.5 Cr", "15000000 INR"},
		{"₹1-5 Cr", "10000000..50000000 INR"},
		{"₹2 lakh crore", "2000000000000 INR"},
		{"Rs. 500 Cr", "5000000000 INR"},
		{"INR 2400M", "2400000000 INR"},
		{"10 lakh", "1000000 INR"},
		{"2 crore", "20000000 INR"},
		{"€2 Mrd", "2000000000 EUR"},
		{"€2,5 Mio", "2500000 EUR"},
		{"1,5 Mrd. €", "1500000000 EUR"},
		{"1.234 Mio. €", "1234000000 EUR"},
		{"1.000.000,50 €", "1000000.5 EUR"},
		{"500 Tsd. Euro", "500000 EUR"},
		{"5 MEUR", "5000000 EUR"},
		{"500 TEUR", "500000 EUR"},
		{"5-10 Mio EUR", "5000000..10000000 EUR"},
		{"£1.2bn", "1200000000 GBP"},
		{"£1m to £5m", "1000000..5000000 GBP"},
		{"CAD 41M", "41000000 CAD"},
		{"$5M CAD", "5000000 CAD"},
		{"C$5M", "5000000 CAD"},
		{"A$5M", "5000000 AUD"},
		{"R$ 3 mi", "3000000 BRL"},
		{"R$ 100 mil", "100000 BRL"},
		{"R$ 2 bi", "2000000000 BRL"},
		{"MX$20M", "20000000 MXN"},
		{"20 millones de pesos", "20000000 MXN"},
		{"¥500m", "500000000 JPY"},
		{"SEK 10m", "10000000 SEK"},
		{"kr 10m", "10000000 SEK"},
		{"CHF 1'000'000", "1000000 CHF"},
		{"0", "0 USD"},
		{"-5M", `error: "-5M" is negative`},
		{"$-5", `error: "$-5" is negative`},
		{"$10M-£50M", `error: "$10M-£50M" names two currencies`},
		{"abc", `error: "abc" is no amount of money`},
		{"", `error: "" is no amount of money`},
		{"$", `error: "$" is no amount of money`},
		{"$5X", `error: "$5X" is no amount of money`},
		{"$1e30 trillion", `error: "$1e30 trillion" is too large`},
		{"1.5.2M", `error: "1.5.2M" is no amount of money`},
	})
}

func TestReadMoneyAssumes(t *testing.T) {
	for _, c := range []struct{ text, currency, want string }{
		{"5M", "EUR", "5000000 EUR"},
		{"640", "EUR", "640 EUR"},
		{"$5M", "EUR", "5000000 USD"},
		{"$5M", "CAD", "5000000 CAD"},
		{"5 mil", "MXN", "5000 MXN"},
		{"20 pesos", "COP", "20 COP"},
		{"kr 5m", "NOK", "5000000 NOK"},
		{"¥5m", "CNY", "5000000 CNY"},
		{"2 crore", "PKR", "20000000 PKR"},
		{"5M", "", "5000000"},
	} {
		got, err := ReadMoney(c.text, c.currency)
		if err != nil || got.String() != c.want {
			t.Errorf("ReadMoney(%q, %s) = %v, %v, want %s", c.text, c.currency, got, err, c.want)
		}
	}
}

func TestReadPercent(t *testing.T) {
	checkQuantities(t, "ReadPercent", ReadPercent, []quantityCase{
		{"30%", "30"},
		{"30", "30"},
		{"0.3", "0.3"},
		{"33.333", "33.333"},
		{"2,5 %", "2.5"},
		{"1,200%", "1200"},
		{"30-50 %", "30..50"},
		{"30% - 50%", "30..50"},
		{"30%+", "30.."},
		{"over 30%", "30.."},
		{"up to 30%", "-100..30"},
		{"less than 30%", "-100..30"},
		{"-12%", "-12"},
		{"−12%", "-12"},
		{"-10% to 5%", "-10..5"},
		{"+12%", "12"},
		{"grew 12 %", "12"},
		{"growing 30% a year", "30"},
		{"30% YoY", "30"},
		{"down 12%", "-12"},
		{"-0", "0"},
		{"fast", `error: "fast" is no percentage`},
		{"30 people", `error: "30 people" is no percentage`},
	})
}

func TestReadYear(t *testing.T) {
	checkQuantities(t, "ReadYear", ReadYear, []quantityCase{
		{"1902", "1902"},
		{"1902.0", "1902"},
		{"2013 (1888)", "2013"},
		{"1975/1977 (1997)", "1975"},
		{"founded in 1998", "1998"},
		{"12/31/1998", "1998"},
		{"1998-05-01", "1998"},
		{"0999", `error: "0999" is no year`},
		{"2150", `error: "2150" is no year`},
		{"20135", `error: "20135" is no year`},
		{"abc", `error: "abc" is no year`},
		{"", `error: "" is no year`},
		{"98", `error: "98" is no year`},
	})
}

func TestReadDay(t *testing.T) {
	now := time.Date(2026, 3, 31, 22, 15, 0, 0, time.UTC)
	for _, c := range []struct{ text, want string }{
		{"2026-01-31", "2026-01-31"},
		{"2026-01-31T23:30:00Z", "2026-01-31"},
		{"2026-01-31T23:30:00-05:00", "2026-02-01"},
		{"2026-01-31T10:00:00.000+0000", "2026-01-31"},
		{"2026-01-31 10:15", "2026-01-31"},
		{"2026-01-31 10:15:30", "2026-01-31"},
		{"2026/01/31", "2026-01-31"},
		{"01/31/2026", "2026-01-31"},
		{"31/01/2026", "2026-01-31"},
		{"1/2/2026", "2026-01-02"},
		{"1/31/2026 10:15 AM", "2026-01-31"},
		{"1/31/26", "2026-01-31"},
		{"31.01.2026", "2026-01-31"},
		{"31.1.2026", "2026-01-31"},
		{"Jan 31, 2026", "2026-01-31"},
		{"January 31, 2026", "2026-01-31"},
		{"31 Jan 2026", "2026-01-31"},
		{"31 January 2026", "2026-01-31"},
		{"31-Jan-2026", "2026-01-31"},
		{"Sept 5, 2025", "2025-09-05"},
		{"May 2025", "2025-05-01"},
		{"1769860800000", "2026-01-31"},
		{"today", "2026-03-31"},
		{"Yesterday", "2026-03-30"},
		{"3 days ago", "2026-03-28"},
		{"2 weeks ago", "2026-03-17"},
		{"1 year ago", "2025-03-31"},
		{"a week ago", "2026-03-24"},
		{"5 hours ago", "2026-03-31"},
		{"13/13/2026", `"13/13/2026" is no date`},
		{"02/30/2026", `"02/30/2026" is no date`},
		{"2026-02-30", `"2026-02-30" is no date`},
		{"soon", `"soon" is no date`},
		{"", `"" is no date`},
		{"5 moons ago", `"5 moons ago" is no date`},
	} {
		day, err := ReadDay(c.text, now)
		got := day.Format(time.DateOnly)
		if err != nil {
			got = err.Error()
		}
		if got != c.want {
			t.Errorf("ReadDay(%q) = %s, want %s", c.text, got, c.want)
		}
	}
}

// sound tells what is wrong with a value that was read; "" when nothing is.
func sound(v scoring.Value, kind scoring.Kind) string {
	if math.IsNaN(v.Min) || math.IsNaN(v.Max) || math.IsInf(v.Min, 0) || v.Min > v.Max || v.Min < 0 {
		return "ends are not sound"
	}
	back, err := scoring.ParseValue(kind, v.String())
	if err != nil || !back.Equal(v) {
		return "does not read back: " + back.String()
	}
	return ""
}

func FuzzReadNumber(f *testing.F) {
	for _, seed := range []string{"51-200", "10001+", "SIZE_2_TO_10", "1.5 lakh", "<10", "1e9", "1’000", "(", "5..", "٣"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if v, err := ReadNumber(text); err == nil {
			if wrong := sound(v, scoring.Number); wrong != "" {
				t.Errorf("ReadNumber(%q) = %s: %s", text, v, wrong)
			}
		}
	})
}

func FuzzReadMoney(f *testing.F) {
	for _, seed := range []string{"$5M", "₹1-5 Cr", "1.000.000,50 €", "€2,5 Mio", "$1B+", "R$ 100 mil", "5 MEUR", "<$1M", "1e-5 T"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if v, err := ReadMoney(text, "USD"); err == nil {
			if wrong := sound(v, scoring.Money); wrong != "" {
				t.Errorf("ReadMoney(%q) = %s: %s", text, v, wrong)
			}
		}
	})
}
