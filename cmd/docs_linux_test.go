package cmd_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// block is a fenced block of a text, with what stands before it.
var (
	block    = regexp.MustCompile("(?s)([^\n]*\n?[^\n]*\n?)\n```(\\w*)\n(.*?)```")
	fileName = regexp.MustCompile("`(\\w+\\.py)`")
)

// Every command in docs does what it says, in the order of the text: files are as they stand
// there, and each line that is shown below a command is part of a line that it prints.
func TestDocs(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("python3"); err != nil {
		t.Skip("the programs are in Python, and there is none")
	}
	texts, err := filepath.Glob("../docs/*.md")
	if err != nil || len(texts) == 0 {
		t.Fatalf("%d texts, %v", len(texts), err)
	}
	for _, text := range texts {
		t.Run(filepath.Base(text), func(t *testing.T) {
			t.Parallel()
			walk(t, text)
		})
	}
}

// walk does what a text says.
func walk(t *testing.T, name string) {
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	dir, file, printed, commands := t.TempDir(), "", "", 0
	for _, b := range block.FindAllStringSubmatch(string(text), -1) {
		if names := fileName.FindAllStringSubmatch(b[1], -1); names != nil {
			file = names[len(names)-1][1]
		}
		switch b[2] {
		case "python":
			must(t, os.WriteFile(filepath.Join(dir, file), []byte(b[3]), 0o600))
		case "sh":
			printed = ""
			for line := range strings.Lines(b[3]) {
				printed += execute(t, dir, strings.TrimSpace(line))
				commands++
			}
		case "":
			expect(t, printed, b[3])
		}
	}
	if commands < 3 {
		t.Errorf("found only %d commands", commands)
	}
}

// execute runs a command as a shell does, and returns what it prints.
func execute(t *testing.T, dir, line string) string {
	t.Helper()
	c := exec.Command("sh", "-c", "wireladder() { '"+self(t)+"' \"$@\"; }; "+line)
	c.Dir, c.Env = dir, append(os.Environ(), "WIRELADDER_DOCS=1")
	printed, err := c.CombinedOutput()
	if err != nil {
		t.Errorf("%s: %v\n%s", line, err, printed)
	}
	return string(printed)
}

// self returns a name by which this program is wireladder.
func self(t *testing.T) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "wireladder")
	program, err := os.Executable()
	must(t, err, os.Symlink(program, name))
	return name
}

// expect checks that each line is part of one that was printed, in whatever order.
func expect(t *testing.T, printed, lines string) {
	t.Helper()
	for line := range strings.Lines(lines) {
		if line = strings.TrimSpace(line); !strings.Contains(printed, line) {
			t.Errorf("%q is not printed:\n%s", line, printed)
		}
	}
}
