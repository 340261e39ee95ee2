package pager

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"wireladder/cmd/console"
)

// with returns one for a screen of so many rows, with a pager.
func with(out *bytes.Buffer, rows int, command string) *Pager {
	return &Pager{out: out, err: out, rows: rows, command: command, environ: os.Environ()}
}

// rows is a text of so many rows.
func rows(n int) string { return strings.Repeat("row\n", n) }

// What has room on the screen is written as it is; more goes through the pager, whole; and where
// there is no such pager, all is seen without it.
func TestPager(t *testing.T) {
	for name, tt := range map[string]struct {
		rows, screen int
		command      string
		want         string
	}{
		"short":        {9, 10, "sed s/row/paged/", rows(9)},
		"long":         {30, 10, "sed s/row/paged/", strings.ReplaceAll(rows(30), "row", "paged")},
		"no screen":    {30, 0, "sed s/row/paged/", rows(30)},
		"left early":   {30000, 10, "sed 1q", "row\n"},
		"no such":      {30, 10, "no-such-pager 2>&-", rows(30)},
		"nothing":      {0, 10, "sed s/row/paged/", ""},
		"with options": {30, 10, "sed -n 2,3p", rows(2)},
	} {
		var out bytes.Buffer
		w := with(&out, tt.screen, tt.command)
		for line := range strings.Lines(rows(tt.rows)) {
			if n, err := w.Write([]byte(line)); n != len(line) || err != nil {
				t.Fatalf("%s: %d, %v", name, n, err)
			}
		}
		if err := w.Close(); err != nil || out.String() != tt.want {
			t.Errorf("%s: %q, %v, want %q", name, out.String(), err, tt.want)
		}
		if err := w.Close(); err != nil || out.String() != tt.want {
			t.Errorf("%s: closed twice: %q, %v", name, out.String(), err)
		}
	}
}

// What is no terminal has no pager; LESS is the user's, or as git has it.
func TestFor(t *testing.T) {
	var out bytes.Buffer
	c := &console.Console{Stdout: &out, Stderr: &out, Getenv: func(string) string { return "" }}
	for environ, want := range map[string]string{"A=b": "FRX", "LESS=S": "S"} {
		w := For(c, []string{environ}, false)
		if less, _ := lookup(w.environ, "LESS"); w.rows != 0 || less != want {
			t.Errorf("%s: %d rows, LESS=%s", environ, w.rows, less)
		}
	}
}
