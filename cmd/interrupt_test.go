//go:build unix

package cmd_test

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestInterrupted checks that ^C ends the reading of a pipe on which nothing
// comes any more, and that what came so far is shown. Rows that are written as
// the file is read tell when that much was read.
func TestInterrupted(t *testing.T) {
	t.Parallel()
	data, err := traffic(2, 3)
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		args  []string
		until string // the row after which to interrupt
		want  string // what comes after it
	}{
		"table":   {[]string{"--max-steps", "23"}, "More than 23 packets", "tcp:1 "},
		"lines":   {[]string{"--format", "jsonl"}, `{"number":24,`, ""},
		"follow":  {[]string{"--follow", "1"}, "< line 2", "-- < sent 21 bytes, and its FIN"},
		"verbose": {[]string{"-v", "--explain", "none"}, "packet 24 ", ""},
	} {
		t.Run(name, func(t *testing.T) {
			out, stderr, err := interruptAfter(t, data, tt.until, append([]string{"read", "-"}, tt.args...)...)
			var exit *exec.ExitError
			if !errors.As(err, &exit) || exit.ExitCode() != 1 || !strings.Contains(stderr, "wireladder: error: interrupted") {
				t.Errorf("%v, %s", err, stderr)
			}
			if !strings.Contains(out, tt.want) {
				t.Errorf("%q does not come after the interrupt:\n%s", tt.want, out)
			}
		})
	}
}

// TestInterruptedReplacesNothing checks that what was read until ^C takes the place of no
// other file: it has its name where nothing was, and else another one, which is told.
func TestInterruptedReplacesNothing(t *testing.T) {
	t.Parallel()
	data, err := traffic(2, 3)
	if err != nil {
		t.Fatal(err)
	}
	for _, before := range []string{"", "a good file"} {
		name := filepath.Join(t.TempDir(), "run.pcap")
		if before != "" {
			if err := os.WriteFile(name, []byte(before), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		_, stderr, _ := interruptAfter(t, data, "packet 24 ", "read", "-", "-v", "--explain", "none", "-o", name)
		kept := regexp.MustCompile(`hint: what was read until then is in "(.*?)"`).FindStringSubmatch(stderr)
		if kept == nil {
			t.Fatalf("nobody says where it is: %s", stderr)
		}
		if before != "" {
			if now, err := os.ReadFile(name); err != nil || string(now) != before || !strings.Contains(stderr, "is as it was") {
				t.Errorf("the file was replaced by %q, %v: %s", now, err, stderr)
			}
		}
		if got, err := os.ReadFile(kept[1]); err != nil || len(got) < len(data) {
			t.Errorf("%d octets of %d are in %q: %v", len(got), len(data), kept[1], err)
		}
	}
}

// interruptAfter gives data to wireladder through a pipe that stays open, and
// interrupts it when a row on stdout begins with a text. It returns what it
// prints from then on.
func interruptAfter(t *testing.T, data []byte, until string, args ...string) (out, stderr string, err error) {
	t.Helper()
	cmd := exec.Command("wireladder", args...)
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	var told bytes.Buffer
	cmd.Stderr = &told
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := stdin.Write(data); err != nil {
		t.Fatal(err)
	}
	rows := bufio.NewReader(stdout)
	for row := ""; !strings.HasPrefix(row, until); {
		if row, err = rows.ReadString('\n'); err != nil {
			err = cmd.Wait()
			t.Fatalf("%q did not come: %v, %s", until, err, told.String())
		}
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	rest, err := io.ReadAll(rows)
	if err != nil {
		t.Fatal(err)
	}
	err = cmd.Wait() // stderr is complete then
	return string(rest), told.String(), err
}
