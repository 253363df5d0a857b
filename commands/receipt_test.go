package commands

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// testWorkspace is where the receipts of these tests are from.
const testWorkspace = 7

// A receipt says nothing in another workspace.
func TestAReceiptStaysInItsWorkspace(t *testing.T) {
	r := receipt{account: 1, revision: 1, icp: 2, version: 1, at: receiptEpoch}
	if _, formed, ours := parseReceipt(r.in(1), 2); !formed || ours {
		t.Errorf("parseReceipt of another workspace's = formed %t, ours %t, want true and false", formed, ours)
	}
}

func anyReceipt() *rapid.Generator[receipt] {
	return rapid.Custom(func(t *rapid.T) receipt {
		return receipt{
			account:  rapid.Int64Range(1, 1<<40).Draw(t, "account"),
			revision: rapid.IntRange(1, 1<<20).Draw(t, "revision"),
			icp:      rapid.Int64Range(1, 1<<40).Draw(t, "icp"),
			version:  rapid.IntRange(1, 1<<20).Draw(t, "version"),
			at:       receiptEpoch.Add(time.Duration(rapid.Int64Range(0, 1<<42).Draw(t, "milliseconds")) * time.Millisecond),
		}
	})
}

func TestReceiptsAreReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := anyReceipt().Draw(t, "receipt")
		for _, text := range []string{want.in(testWorkspace), strings.ToLower(want.in(testWorkspace)), strings.ReplaceAll(want.in(testWorkspace), "-", " "), "`" + want.in(testWorkspace) + "`"} {
			text = strings.Trim(text, "`")
			if got, _, ok := parseReceipt(text, testWorkspace); !ok || got != want {
				t.Fatalf("parseReceipt(%s) = %+v, %t, want %+v", text, got, ok, want)
			}
		}
	})
}

// TestAMistypedReceiptIsNotTheSame changes every character of receipts to every
// other one. About one change in 1,500 is not refused: it gives another
// receipt, never the same.
func TestAMistypedReceiptIsNotTheSame(t *testing.T) {
	const letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	tried, accepted := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		want := anyReceipt().Draw(t, "receipt")
		text := want.in(testWorkspace)
		for i := range text {
			for _, l := range letters {
				changed := text[:i] + string(l) + text[i+1:]
				if text[i] == '-' || changed == text {
					continue
				}
				tried++
				got, _, ok := parseReceipt(changed, testWorkspace)
				if ok && got == want {
					t.Fatalf("parseReceipt(%s) = the receipt of %s", changed, text)
				}
				if ok {
					accepted++
				}
			}
		}
	})
	t.Logf("%d of %d mistyped receipts were accepted", accepted, tried)
	if accepted*200 > tried {
		t.Errorf("%d of %d mistyped receipts were accepted, want at most one in 200", accepted, tried)
	}
}

func TestOtherTextsAreNoReceipts(t *testing.T) {
	for _, text := range []string{"", "acme.com", "Acme", "0", "0000-0000", "ZZZZ-ZZZZ-ZZZZ-ZZZZ", strings.Repeat("7", 5000), "\xff"} {
		if r, _, ok := parseReceipt(text, testWorkspace); ok {
			t.Errorf("parseReceipt(%.20q) = %+v, want none", text, r)
		}
	}
}
