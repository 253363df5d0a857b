package commands

import (
	"bytes"
	"encoding/base32"
	"encoding/binary"
	"hash/crc32"
	"slices"
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

// sumBytes is how long a receipt's checksum is.
const sumBytes = 2

// in writes the receipt in groups of four, "0R3G-40R2-…", for a workspace,
// whose id is in the checksum: a receipt means nothing anywhere else.
func (r receipt) in(workspace int64) string {
	var b []byte
	for _, n := range []int64{r.account, int64(r.revision), r.icp, int64(r.version), r.at.Sub(receiptEpoch).Milliseconds()} {
		b = binary.AppendUvarint(b, uint64(n))
	}
	text := receiptLetters.EncodeToString(append(b, checksum(b, workspace)...))
	var groups []string
	for len(text) > 4 {
		groups, text = append(groups, text[:4]), text[4:]
	}
	return strings.Join(append(groups, text), "-")
}

func checksum(body []byte, workspace int64) []byte {
	sum := crc32.ChecksumIEEE(binary.AppendUvarint(slices.Clone(body), uint64(workspace)))
	return binary.BigEndian.AppendUint32(nil, sum)[:sumBytes]
}

// parseReceipt reads a receipt of a workspace. It tells a text that has the
// form of a receipt, and whether it is one of this workspace.
func parseReceipt(text string, workspace int64) (r receipt, formed, ours bool) {
	text = strings.ToUpper(strings.NewReplacer("-", "", " ", "").Replace(plain(text)))
	b, err := receiptLetters.DecodeString(text)
	if err != nil || len(b) <= sumBytes {
		return r, false, false
	}
	body, sum := b[:len(b)-sumBytes], b[len(b)-sumBytes:]
	right := bytes.Equal(checksum(body, workspace), sum)
	var n [5]int64
	for i := range n {
		v, size := binary.Uvarint(body)
		if size <= 0 || v > 1<<53 {
			return r, false, false
		}
		n[i], body = int64(v), body[size:]
	}
	if len(body) != 0 {
		return r, false, false
	}
	at := receiptEpoch.Add(time.Duration(n[4]) * time.Millisecond)
	r = receipt{n[0], int(n[1]), n[2], int(n[3]), at}
	// Other letters can decode to the same bytes: the last one has bits to spare.
	return r, true, right && strings.ReplaceAll(r.in(workspace), "-", "") == text
}
