//go:build students

package cmd_test

import (
	"bytes"
	"encoding/csv"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
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
	for _, f := range folders {
		folder, err := filepath.Abs(filepath.Dir(f))
		if err != nil {
			t.Fatal(err)
		}
		t.Run(filepath.Base(filepath.Dir(folder))+"/"+filepath.Base(folder), func(t *testing.T) {
			t.Parallel()
			readStudent(t, folder).check(t, program)
		})
	}
}

// check runs the program, and looks at what is said of it.
func (s student) check(t *testing.T, program string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	c := exec.Command(program, append([]string{"run", "--width", "130"}, s.args...)...)
	c.Dir, c.Stdout, c.Stderr = s.folder, &stdout, &stderr
	if err := c.Run(); err != nil {
		t.Errorf("%v: %s", err, stderr.String())
	}
	var got []string
	for _, m := range verdict.FindAllStringSubmatch(stdout.String(), -1) {
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
