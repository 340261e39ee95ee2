package notation

import (
	"os/exec"
	"testing"
)

// A shell makes of each word what it was.
func TestShellWord(t *testing.T) {
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip(err)
	}
	for _, s := range []string{
		"/usr/bin/wireladder", "", " ", "a b", "it's", "'", "$(id)", "`id`", "a;b", "$HOME", `"`, `\`, "*", "~", "!x", "#", "a\nb", "ä", "-n", "a=b", "{a,b}", "x&",
	} {
		printed, err := exec.Command("sh", "-c", "printf %s. "+ShellWord(s)).Output() //nolint:gosec // the table above
		if err != nil || string(printed) != s+"." {
			t.Errorf("%q: the shell makes %q of it, %v", s, printed, err)
		}
	}
}

func TestShellPath(t *testing.T) {
	for path, want := range map[string]string{"-o": "./-o", "a": "a", "- x": "'./- x'", "/a/-b": "/a/-b"} {
		if got := ShellPath(path); got != want {
			t.Errorf("%q: %s, want %s", path, got, want)
		}
	}
}
