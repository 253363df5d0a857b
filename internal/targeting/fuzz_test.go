package targeting

import (
	"bytes"
	"errors"
	"os"
	"testing"
	"time"

	"rightdoor/internal/fault"
)

func FuzzRead(f *testing.F) {
	sample, err := os.ReadFile(samplePath)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(sample)
	for _, p := range Profiles() {
		f.Add([]byte(p.Text))
	}
	for _, b := range broken {
		f.Add([]byte(b.text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		start := time.Now()
		file, err := Read("targeting.yaml", text)
		if took := time.Since(start); took > 30*time.Second {
			t.Fatalf("Read took %v for %d bytes, want a bounded time", took, len(text))
		}
		if err != nil {
			if _, ok := errors.AsType[*fault.Error](err); !ok {
				t.Fatalf("Read gives %T, want a fault", err)
			}
			return
		}
		checkRoundTrip(t, file)
	})
}

// checkRoundTrip checks that what is written is read again as the same.
func checkRoundTrip(t interface{ Fatalf(string, ...any) }, file *File) {
	var first, second bytes.Buffer
	if err := Write(&first, file); err != nil {
		t.Fatalf("Write: %v", err)
	}
	again, err := Read("written", first.Bytes())
	if err != nil {
		t.Fatalf("Read(Write(f)) = %v for\n%s", err, first.String())
	}
	if diff := unequal(again, file); diff != "" {
		t.Fatalf("Read(Write(f)) differs: %s\n%s", diff, first.String())
	}
	if err := Write(&second, again); err != nil {
		t.Fatalf("Write: %v", err)
	}
	if first.String() != second.String() {
		t.Fatalf("Write(Read(Write(f))) =\n%s\nwant\n%s", second.String(), first.String())
	}
	if diffs := Diff(file, again); len(diffs) != 0 {
		t.Fatalf("Diff(f, Read(Write(f))) = %v, want none", diffs)
	}
}
