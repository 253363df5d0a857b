package bench

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// build makes the program.
func build(t testing.TB) string {
	t.Helper()
	binary := filepath.Join(t.TempDir(), "rightdoor")
	cmd := exec.Command("go", "build", "-o", binary, "rightdoor/cmd/rightdoor")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("build: %v: %s", err, out)
	}
	return binary
}

// firstAnswer starts the program in a folder and waits for one answer.
func firstAnswer(t testing.TB, binary, dir string) {
	t.Helper()
	cmd := exec.Command(binary, "ask", "--demo", "/fit acme.com")
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if err != nil || !bytes.Contains(out, []byte("Acme")) {
		t.Fatalf("ask: %v: %s", err, out)
	}
}

// BenchmarkStart measures from the start of the process to its first answer
// and its end, on the embedded database with the sample workspace.
func BenchmarkStart(b *testing.B) {
	binary, dir := build(b), b.TempDir()
	firstAnswer(b, binary, dir) // makes the sample
	for b.Loop() {
		firstAnswer(b, binary, dir)
	}
	b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N), "ms/answer")
}

// TestStart is a short run of BenchmarkStart.
func TestStart(t *testing.T) {
	binary, dir := build(t), t.TempDir()
	firstAnswer(t, binary, dir)
	firstAnswer(t, binary, dir)
}
