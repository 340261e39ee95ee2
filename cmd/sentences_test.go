package cmd_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"wireladder/capture/savefile"
	"wireladder/cmd"
	"wireladder/cmd/sentencetest"
)

// commandLine runs the program in this process. The exit status is left to whoever minds:
// a file that is cut off has sentences, too.
func commandLine(t *testing.T, args ...string) (stdout string, status int) {
	t.Helper()
	var out, told bytes.Buffer
	status = cmd.Run(args, strings.NewReader(""), &out, &told)
	return out.String(), status
}

// linesOf returns the JSON Lines of a file.
func linesOf(t *testing.T, file, detail string) []sentencetest.Line {
	t.Helper()
	out, _ := commandLine(t, "read", file, "--format", "jsonl", "--explain", detail)
	lines, err := sentencetest.Read(strings.NewReader(out))
	if err != nil {
		t.Errorf("%s: %v", file, err)
	}
	return lines
}

// Each sentence about each packet of the captures in this tree agrees with what the
// same file holds.
func TestSentencesOfTestdata(t *testing.T) {
	t.Parallel()
	for _, file := range captureFiles(t, "..", func(path string) bool { return strings.Contains(path, "testdata") }) {
		t.Run(strings.TrimPrefix(file, "../"), func(t *testing.T) {
			for _, f := range faultsOf(t, file) {
				t.Error(f)
			}
		})
	}
}

// The same of folders of captures that are not kept here: CORPUS and CASES name them.
func TestSentencesOfCorpus(t *testing.T) {
	for _, name := range []string{"CORPUS", "CASES"} {
		if dir := os.Getenv(name); dir != "" {
			t.Run(name, func(t *testing.T) { checkFolder(t, dir) })
		}
	}
}

// maxShown is how many faults of a kind are shown of a folder.
const maxShown = 12

// excused are sentences that the checker takes for wrong and that are right, by file,
// packet and rule, each with the reason.
var excused = map[string]string{
	"arkime__pcap_tcp_handshake_synthetic.pcap 13 sent again":     "it is the SYN,ACK of the connection before, once more",
	"arkime__pcap_tcp_handshake_synthetic.pcap 47 captured twice": "a millisecond is long enough for a program to ask again",
	"suricata-verify__tests_bug-76_input.pcap 16 not captured":    "they were captured on one side of a NAT, and belong to another address there",
}

// checkFolder checks the captures of a folder, and sums up by rule what is wrong.
func checkFolder(t *testing.T, dir string) {
	t.Helper()
	count := map[string]int{}
	files := captureFiles(t, dir, func(string) bool { return true })
	for _, file := range files {
		for _, f := range faultsOf(t, file) {
			if excused[fmt.Sprintf("%s %d %s", filepath.Base(file), f.Number, f.Rule)] != "" {
				continue
			}
			if count[f.Rule]++; count[f.Rule] <= maxShown {
				t.Errorf("%s: %s", filepath.Base(file), f)
			}
		}
	}
	var sums []string
	for rule, n := range count {
		sums = append(sums, fmt.Sprintf("%6d  %s", n, rule))
	}
	slices.Sort(sums)
	slices.Reverse(sums)
	t.Logf("%d files; faults by rule:\n%s", len(files), strings.Join(sums, "\n"))
}

// captureFiles returns the files below a folder that begin as captures do.
func captureFiles(t *testing.T, dir string, of func(path string) bool) (files []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "fuzz" || d.Name() == ".git"):
			return filepath.SkipDir
		case d.Type().IsRegular() && of(path) && isCapture(path):
			files = append(files, path)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	return files
}

// isCapture reports whether a reader takes the file for a capture.
func isCapture(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close() //nolint:errcheck // only read
	_, err = savefile.NewReader(f)
	return err == nil
}

// faultsOf returns what is wrong with the sentences of a file, the brief and the full
// ones. What both say wrong is told once.
func faultsOf(t *testing.T, file string) (all []sentencetest.Fault) {
	t.Helper()
	copies := sentencetest.Copies(framesOf(file))
	told := map[string]bool{}
	for _, detail := range []string{"brief", "full"} {
		for _, f := range sentencetest.Check(linesOf(t, file, detail), copies) {
			if key := fmt.Sprint(f.Number, f.Rule); !told[key] {
				told[key] = true
				all = append(all, f)
			}
		}
	}
	return all
}

// framesOf returns the frames of a file, as far as it can be read.
func framesOf(file string) (frames []sentencetest.Frame) {
	f, err := os.Open(file)
	if err != nil {
		return nil
	}
	defer f.Close() //nolint:errcheck // only read
	r, err := savefile.NewReader(f)
	for err == nil {
		var n sentencetest.Frame
		if n, err = nextFrame(r); err == nil {
			frames = append(frames, n)
		}
	}
	return frames
}

// nextFrame returns the next frame, without calls and the like between.
func nextFrame(r *savefile.Reader) (sentencetest.Frame, error) {
	for {
		e, err := r.Next()
		if err != nil {
			return sentencetest.Frame{}, err
		}
		if p := e.Packet; p != nil {
			return sentencetest.Frame{Number: p.Number, Time: p.Time, Link: int(p.Link), Data: bytes.Clone(p.Data)}, nil
		}
	}
}
