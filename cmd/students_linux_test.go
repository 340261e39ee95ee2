//go:build students

package cmd_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
)

// verdict finds the names of findings in a picture.
var verdict = regexp.MustCompile(`(?m)^! ([a-z-]+): `)

// student is a program, and what is to be said of it.
type student struct {
	folder  string
	args    []string
	finding string // comes first; "" if there is to be none
	also    []string
	packets []string // what packets alone let say besides
}

// diagnosis is a line of what was found.
type diagnosis struct {
	Finding string
	May     []string
}

// readStudent reads the run.txt of a folder.
func readStudent(t *testing.T, folder string) student {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(folder, "run.txt"))
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(text), "\n")
	s := student{folder: folder, args: words(t, lines[0])}
	for _, line := range lines[1:] {
		if name, ok := strings.CutPrefix(line, "finding: "); ok {
			s.finding = name
		} else if names, ok := strings.CutPrefix(line, "also: "); ok {
			s.also = strings.Split(names, ", ")
		} else if names, ok := strings.CutPrefix(line, "packets: "); ok {
			s.packets = strings.Split(names, ", ")
		}
	}
	return s
}

// words splits a line at blanks that no quotes surround.
func words(t *testing.T, line string) []string {
	t.Helper()
	r := csv.NewReader(strings.NewReader(strings.ReplaceAll(line, "'", `"`)))
	r.Comma, r.LazyQuotes = ' ', false
	all, err := r.Read()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestStudents runs the programs of students as they would be run: of each the fault comes
// first, and nothing is said that is not so. Of healthy ones nothing is said.
func TestStudents(t *testing.T) {
	program := os.Getenv("WIRELADDER")
	if program == "" {
		t.Fatal("WIRELADDER does not name the program: use `make students`")
	}
	folders, err := filepath.Glob("../servers/testdata/students/*/*/run.txt")
	if err != nil || len(folders) < 50 {
		t.Fatalf("%d programs, %v", len(folders), err)
	}
	var faulty, named atomic.Int64
	t.Cleanup(func() {
		if t.Logf("packets alone name %d of %d faulty programs", named.Load(), faulty.Load()); 3*named.Load() < 2*faulty.Load() {
			t.Error("that is less than two in three")
		}
	})
	for _, f := range folders {
		folder, err := filepath.Abs(filepath.Dir(f))
		if err != nil {
			t.Fatal(err)
		}
		t.Run(filepath.Base(filepath.Dir(folder))+"/"+filepath.Base(folder), func(t *testing.T) {
			t.Parallel()
			s, packets := readStudent(t, folder), filepath.Join(t.TempDir(), "run.pcap")
			s.check(t, program, packets)
			if is := s.checkPackets(t, program, packets); s.finding != "" {
				faulty.Add(1)
				named.Add(is)
			}
		})
	}
}

// check runs the program, and looks at what is said of it.
func (s student) check(t *testing.T, program, packets string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	picture := strings.TrimSuffix(packets, ".pcap") + ".txt"
	c := exec.Command(program, append([]string{"run", "--width", "130", "-o", packets, "-o", picture}, s.args...)...)
	c.Dir, c.Stdout, c.Stderr = s.folder, &stdout, &stderr
	if err := c.Run(); err != nil {
		t.Errorf("%v: %s", err, stderr.String())
	}
	drawn, err := os.ReadFile(picture)
	if err != nil {
		t.Fatal(err)
	}
	stdout.Write(drawn)
	var got []string
	for _, m := range verdict.FindAllStringSubmatch(string(drawn), -1) {
		got = append(got, m[1])
	}
	if s.finding != "" && (len(got) == 0 || got[0] != s.finding) {
		t.Errorf("it finds %q, and not %s\n%s%s", got, s.finding, stderr.String(), stdout.String())
	}
	for _, name := range got {
		if name != s.finding && !slices.Contains(s.also, name) {
			t.Errorf("it finds %s, which is not so\n%s%s", name, stderr.String(), stdout.String())
		}
	}
}

// checkPackets looks at what is said of the packets alone, and returns 1 if that names the
// fault: as what it is, or among what may be behind it.
func (s student) checkPackets(t *testing.T, program, packets string) (named int64) {
	t.Helper()
	out, err := exec.Command(program, "read", packets, "--format", "jsonl").Output()
	if err != nil {
		t.Error(err)
	}
	for line := range bytes.Lines(out) {
		var d diagnosis
		if err := json.Unmarshal(line, &d); err != nil {
			t.Fatal(err)
		}
		if d.Finding == "" {
			continue
		}
		if d.Finding == s.finding || slices.Contains(d.May, s.finding) {
			named = 1
		}
		if d.Finding != s.finding && !slices.Contains(s.also, d.Finding) && !slices.Contains(s.packets, d.Finding) {
			t.Errorf("packets alone let it find %s, which is not so: %s", d.Finding, line)
		}
	}
	return named
}
