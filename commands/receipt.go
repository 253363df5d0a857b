package commands

import (
	"encoding/base32"
	"encoding/binary"
	"hash/crc32"
	"strings"
	"time"
)

// receipt names all that an answer was made from, so that it can be made
// again: nothing of it is stored.
type receipt struct {
	account  int64
	revision int
	icp      int64
	version  int
	at       time.Time // whole milliseconds
}

// receiptEpoch is where the moments of receipts are counted from; it keeps
// them short.
var receiptEpoch = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// receiptLetters leave out those that are misread, and upper and lower case
// are the same.
var receiptLetters = base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ").WithPadding(base32.NoPadding)

// String writes the receipt in groups of four: "0R3G-40R2-…".
func (r receipt) String() string {
	var b []byte
	for _, n := range []int64{r.account, int64(r.revision), r.icp, int64(r.version), r.at.Sub(receiptEpoch).Milliseconds()} {
		b = binary.AppendUvarint(b, uint64(n))
	}
	b = append(b, byte(crc32.ChecksumIEEE(b)))
	text := receiptLetters.EncodeToString(b)
	var groups []string
	for len(text) > 4 {
		groups, text = append(groups, text[:4]), text[4:]
	}
	return strings.Join(append(groups, text), "-")
}

// parseReceipt reads a receipt; ok is false for any other text.
func parseReceipt(text string) (r receipt, ok bool) {
	text = strings.ToUpper(strings.NewReplacer("-", "", " ", "").Replace(plain(text)))
	b, err := receiptLetters.DecodeString(text)
	if err != nil || len(b) < 2 {
		return r, false
	}
	body, sum := b[:len(b)-1], b[len(b)-1]
	if byte(crc32.ChecksumIEEE(body)) != sum {
		return r, false
	}
	var n [5]int64
	for i := range n {
		v, size := binary.Uvarint(body)
		if size <= 0 || v > 1<<53 {
			return r, false
		}
		n[i], body = int64(v), body[size:]
	}
	if len(body) != 0 {
		return r, false
	}
	at := receiptEpoch.Add(time.Duration(n[4]) * time.Millisecond)
	r = receipt{n[0], int(n[1]), n[2], int(n[3]), at}
	// Other letters can decode to the same bytes: the last one has bits to spare.
	return r, strings.ReplaceAll(r.String(), "-", "") == text
}
