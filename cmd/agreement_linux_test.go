package cmd_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wireladder/cmd/sentencetest"
)

// Each scenario says the same of each packet in the picture, in JSON Lines, in the
// comments of the recording and in `read -v`, and again when the recording is read
// back; and what it says agrees with the packets.
func TestScenariosAgree(t *testing.T) {
	list, _ := commandLine(t, "demo", "--list")
	names := regexp.MustCompile(`(?m)^  ([a-z0-9-]+) {2,}`).FindAllStringSubmatch(list, -1)
	if len(names) < 40 {
		t.Fatalf("only %d scenarios", len(names))
	}
	for _, name := range names {
		t.Run(name[1], func(t *testing.T) {
			t.Parallel() // they mostly wait for timers
			checkScenario(t, name[1])
		})
	}
}

// The same on a wire with faults of each kind: what is sent again, is late or comes
// twice there, is told right.
func TestFaultsAgree(t *testing.T) {
	for _, args := range [][]string{
		{"tcp", "--clients", "1", "--fault", "drop 1st server data segment"},
		{"tcp", "--clients", "1", "--fault", "duplicate 1st client data segment"},
		{"tcp", "--clients", "1", "--fault", "duplicate 1st SYN"},
		{"tcp", "--clients", "1", "--fault", "delay 300ms 1st client data segment"},
		{"tcp", "--clients", "1", "--fault", "delay 250ms 2nd server ACK"},
		{"tcp", "--clients", "1", "--fault", "drop 1st server FIN"},
		{"close-server", "--fault", "duplicate 1st FIN"},
		{"stream", "--fault", "reorder 1st client data segment"},
		{"tcp-loop", "--loss", "15", "--seed", "3"},
		{"udp-many", "--loss", "20", "--seed", "2"},
	} {
		t.Run(strings.Join(args, " "), func(t *testing.T) {
			t.Parallel()
			checkScenario(t, args...)
		})
	}
}

// checkScenario runs a scenario and holds its outputs against each other.
func checkScenario(t *testing.T, args ...string) {
	t.Helper()
	dir := t.TempDir()
	file, text, jsonl := filepath.Join(dir, "run.pcapng"), filepath.Join(dir, "run.txt"), filepath.Join(dir, "run.jsonl")
	width := strconv.Itoa(pictureWidth)
	runScenario(t, append(args, "--explain", "full", "--width", width, "-o", file, "-o", text, "-o", jsonl)...)

	drawn, read := textOf(t, text), ""
	read, _ = commandLine(t, "read", file, "--explain", "full", "--width", width, "--max-steps", "0")
	if drawn != read {
		t.Errorf("the picture of the recording is another one than was drawn:\n%s", cmp.Diff(strings.Split(drawn, "\n"), strings.Split(read, "\n")))
	}
	checkReadBack(t, file, textOf(t, jsonl))
	if len(args) == 1 {
		checkFindings(t, args[0], drawn, file)
	}
	if n := checkAgreement(t, file); n == 0 {
		t.Error("the picture draws nothing")
	} else {
		t.Logf("%d sentences", n)
	}
	for _, detail := range []string{"brief", "full"} {
		for _, f := range sentencetest.Check(linesOf(t, file, detail), nil) {
			t.Errorf("%s: %s", detail, f)
		}
	}
}

// checkReadBack compares the JSON Lines of a run with those of its recording, and both
// with the comments that the recording holds.
func checkReadBack(t *testing.T, file, written string) {
	t.Helper()
	then, err := sentencetest.Read(strings.NewReader(written))
	if err != nil {
		t.Error(err)
	}
	now, comments := sentencesByPacket{}, commentsOf(t, file)
	for _, l := range linesOf(t, file, "full") {
		if l.Number != 0 {
			now[l.Number] = l.Explain
		}
	}
	for _, l := range then {
		if l.Number == 0 {
			continue
		}
		if l.Explain != now[l.Number] {
			t.Errorf("packet %d: JSON Lines of the run say\n\t%q\nof the recording\n\t%q", l.Number, l.Explain, now[l.Number])
		}
		if strings.TrimPrefix(comments[l.Number], fmt.Sprintf("Packet %d. ", l.Number)) != l.Explain {
			t.Errorf("packet %d: JSON Lines say\n\t%q\nthe comment\n\t%q", l.Number, l.Explain, comments[l.Number])
		}
	}
}

// runScenario runs a scenario in a process of its own, as a private network needs it.
func runScenario(t *testing.T, args ...string) {
	t.Helper()
	c := exec.CommandContext(t.Context(), "/proc/self/exe", append([]string{"demo"}, args...)...)
	c.Args[0] = "wireladder" // TestMain goes by it
	var told bytes.Buffer
	c.Stderr = &told
	err := c.Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() == 3 && os.Getenv("CI") == "" {
		t.Skipf("not permitted here: %s", &told)
	}
	if err != nil {
		t.Fatalf("%v: %s", err, &told)
	}
}

// textOf returns what a file holds.
func textOf(t *testing.T, file string) string {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
