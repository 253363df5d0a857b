package importer

import (
	"fmt"
	"hash/maphash"
	"math"
	"math/bits"
	"time"

	"rightdoor/models"
	"rightdoor/scoring"
)

// remembered is with how many companies before it a row is compared: lists that
// people keep are shorter, and more would cost memory in those that are not.
const remembered = 30000

// earlier is what the rows of a file have said so far, as hashes.
type earlier struct {
	seed  maphash.Seed
	by    map[uint64]int // places in rows, by company, source and day
	rows  []earlierRow   // a ring once it is full
	next  int
	marks []mark // of the row at hand
	kinds map[scoring.Attribute]string
}

type earlierRow struct {
	key   uint64
	marks []mark
}

// mark is one fact, or the company's name, and the line that said it first.
type mark struct {
	attribute, value uint32
	line             int32
}

func newEarlier() *earlier {
	return &earlier{seed: maphash.MakeSeed(), by: map[uint64]int{}, kinds: map[scoring.Attribute]string{}}
}

// contradicted reports what a row says otherwise than a row before it of the
// same company, source and day. Of such equals the first stands.
func (p *parser) contradicted(c models.Company, aliases []string, source string, observed time.Time) {
	e := p.earlier
	e.marks = append(e.marks[:0], mark{0, e.text(c.Name), int32(p.line)})
	for _, s := range p.at.said {
		e.marks = append(e.marks, mark{e.text(string(s.Attribute)), e.value(s.Value), int32(p.line)})
	}
	row := e.row(e.key(c, source, observed))
	if row == nil {
		return
	}
	news, denied := len(aliases) > 0, false
	for i, m := range e.marks {
		first := row.first(m.attribute)
		switch {
		case first == nil:
			row.marks, news = append(row.marks, m), true
		case first.value != m.value && i == 0:
			news = true // another name is one more
		case first.value != m.value:
			p.contradicts(p.at.said[i-1], int(first.line))
			denied = true
		}
	}
	if denied && !news {
		p.report.Denied++
	}
}

// contradicts reports a fact. A file may contradict itself in every row, so what
// is only counted is not put into words.
func (p *parser) contradicts(s models.Said, line int) {
	kind, met := p.earlier.kinds[s.Attribute]
	if met && p.report.again(kind) {
		return
	}
	info, _ := s.Attribute.Info()
	problem := Problem{Line: p.line, Field: string(s.Attribute)}
	for _, c := range p.columns {
		if c.name == string(s.Attribute) {
			problem.Column = c.index + 1
			break
		}
	}
	what := fmt.Sprintf("%q", info.Format(s.Value))
	if problem.Column == 0 {
		what = info.Label + " " + what
	}
	problem.Message = fmt.Sprintf("%s contradicts line %d; the first stands", what, line)
	p.report.add(problem)
	p.earlier.kinds[s.Attribute] = problem.kind()
}

// row gives what is remembered of a company; nil where it is new, and the row
// at hand is what is remembered from now on.
func (e *earlier) row(key uint64) *earlierRow {
	if i, met := e.by[key]; met {
		return &e.rows[i]
	}
	if len(e.rows) < remembered {
		e.rows = append(e.rows, earlierRow{})
		e.next = len(e.rows) - 1
	}
	old := &e.rows[e.next]
	delete(e.by, old.key)
	old.key, old.marks = key, append(old.marks[:0], e.marks...)
	e.by[key] = e.next
	e.next = (e.next + 1) % remembered
	return nil
}

func (r *earlierRow) first(attribute uint32) *mark {
	for i := range r.marks {
		if r.marks[i].attribute == attribute {
			return &r.marks[i]
		}
	}
	return nil
}

// key tells apart what facts can contradict each other about.
func (e *earlier) key(c models.Company, source string, observed time.Time) uint64 {
	who := c.Domain
	if who == "" {
		who = models.NameKey(c.Name) + "|" + c.Country
	}
	return mixed(mixed(maphash.String(e.seed, who), maphash.String(e.seed, source)), uint64(observed.UnixNano()))
}

func (e *earlier) text(s string) uint32 { return uint32(maphash.String(e.seed, s)) }

func (e *earlier) value(v scoring.Value) uint32 {
	hash := maphash.String(e.seed, v.Currency)
	if v.IsNumber() {
		hash = mixed(mixed(hash, math.Float64bits(v.Min)), math.Float64bits(v.Max))
	}
	for _, w := range v.Words {
		hash = mixed(hash, maphash.String(e.seed, w))
	}
	return uint32(hash >> 32)
}

// mixed adds to a hash, in an order that counts. The factor is the odd number
// nearest 2^64 divided by the golden ratio, as in Knuth's multiplicative hashing.
func mixed(hash, more uint64) uint64 {
	return bits.RotateLeft64(hash, 23)*0x9e3779b97f4a7c15 ^ bits.RotateLeft64(more*0x9e3779b97f4a7c15, 32)
}
