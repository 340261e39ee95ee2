package cmd_test

import (
	"bytes"
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"wireladder/capture"
	"wireladder/capture/savefile"
	"wireladder/cmd"
	"wireladder/render/rendertest"
)

// cases are small captures, each with its transcript beside it: NAME.pcap and
// NAME.txt. There are to be as many of them at least, so that whoever clones this
// tests against captures.
const (
	cases     = "cases"
	manyCases = 20
)

// TestCases holds the transcript of each capture in testdata/cases against what its
// commands print. A transcript begins with lines of "# " that say where the capture
// comes from, and goes on with commands, each behind "$ " and with all that it prints
// under it: what goes to stdout, then what goes to stderr, then the exit status if it
// is not 0. The first command is "wireladder read FILE". With -update what stands
// under the commands is written anew: for a new capture, write the lines above and the
// commands.
func TestCases(t *testing.T) {
	files, err := os.ReadDir(filepath.Join("testdata", cases))
	if err != nil {
		t.Fatal(err)
	}
	captures := 0
	for _, f := range files {
		if file := f.Name(); filepath.Ext(file) != ".txt" {
			captures++
			t.Run(file, func(t *testing.T) { checkCase(t, file) })
		}
	}
	if captures < manyCases {
		t.Errorf("%d captures, and not %d at least", captures, manyCases)
	}
}

// checkCase runs the commands of a transcript.
func checkCase(t *testing.T, file string) {
	t.Helper()
	name := filepath.Join(cases, strings.TrimSuffix(file, filepath.Ext(file))+".txt")
	text, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatalf("%v: write lines of \"# \" that say where it comes from, a line \"$ wireladder read %s\", and run with -update", err, file)
	}
	content, err := os.ReadFile(filepath.Join("testdata", cases, file))
	if err != nil {
		t.Fatal(err)
	}
	origin, commands := splitTranscript(string(text))
	if !strings.HasPrefix(origin, "# ") || len(commands) == 0 || !strings.HasPrefix(commands[0], "wireladder read "+file) {
		t.Fatalf("%s does not say where the capture comes from, or does not read it", name)
	}
	got := bytes.NewBufferString(origin)
	t.Run("run", func(t *testing.T) { // which ends before the transcript is looked for
		t.Chdir(t.TempDir())
		if err := os.WriteFile(file, content, 0o600); err != nil {
			t.Fatal(err)
		}
		for _, command := range commands {
			transcribe(t, got, command)
		}
	})
	rendertest.Golden(t, name, got.Bytes())
}

// splitTranscript returns the lines that say where a capture comes from, and the
// commands.
func splitTranscript(text string) (origin string, commands []string) {
	for line := range strings.Lines(text) {
		switch command, is := strings.CutPrefix(line, "$ "); {
		case is:
			commands = append(commands, strings.TrimSpace(command))
		case commands == nil:
			origin += line
		}
	}
	return origin, commands
}

// transcribe runs a command and writes it, and what it prints.
func transcribe(t *testing.T, to *bytes.Buffer, command string) {
	t.Helper()
	words := strings.Fields(command)
	if words[0] != "wireladder" {
		t.Fatalf("%q is no command of ours", command)
	}
	var out, told bytes.Buffer
	code := cmd.Run(words[1:], strings.NewReader(""), &out, &told)
	fmt.Fprintf(to, "$ %s\n%s%s", command, &out, &told)
	if code != 0 {
		fmt.Fprintf(to, "[exit status %d]\n", code)
	}
}

// TestCopiesOfCases copies each pcapng file among the cases: the copy says the same of
// interfaces and packets.
func TestCopiesOfCases(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join("testdata", cases, "*.pcapng"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, file := range files {
		again := filepath.Join(t.TempDir(), "copy.pcapng")
		var out, told bytes.Buffer
		cmd.Run([]string{"read", file, "-o", again}, strings.NewReader(""), &out, &told) // of a file with a fault, what stands before it
		want, got := recordingOf(t, file), recordingOf(t, again)
		equal := cmp.Options{
			cmpopts.EquateComparable(netip.AddrPort{}), cmpopts.EquateEmpty(), cmpopts.IgnoreFields(capture.Packet{}, "Comment", "Options", "Number"), // explanations are added
		}
		if diff := cmp.Diff(want.Entries, got.Entries, equal); diff != "" {
			t.Errorf("%s: entries differ (-file +copy):\n%s", file, diff)
		}
		if diff := cmp.Diff(want.Origin.Rest, got.Origin.Rest); diff != "" {
			t.Errorf("%s: metadata differs (-file +copy):\n%s", file, diff)
		}
	}
}

// recordingOf returns what a file holds before its fault, if there is one.
func recordingOf(t *testing.T, file string) *capture.Recording {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	r, err := savefile.NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	recording := &capture.Recording{Origin: r.Origin()}
	for e, err := r.Next(); err == nil; e, err = r.Next() {
		recording.Entries = append(recording.Entries, e)
	}
	return recording
}
