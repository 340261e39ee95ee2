package cmd_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// Every wireladder command in README.md does what it says: it succeeds, in the
// order of the text.
func TestReadmeCommands(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	var script strings.Builder
	for _, block := range regexp.MustCompile("(?s)```sh\n(.*?)```").FindAllSubmatch(text, -1) {
		for line := range strings.Lines(string(block[1])) {
			command, _, _ := strings.Cut(line, "#")
			if strings.HasPrefix(command, "wireladder ") {
				script.WriteString(scripted(strings.ReplaceAll(strings.TrimSpace(command), `"`, `'`)) + "\n")
			}
		}
	}
	if n := strings.Count(script.String(), "\n"); n < 5 {
		t.Fatalf("found only %d commands", n)
	}
	dir := t.TempDir()
	if err := os.WriteFile(dir+"/readme.txt", []byte(script.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir: dir, RequireExplicitExec: true, Setup: setup,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"start": startServer},
	})
}

// scripted returns a command as a script has it. A server goes on while the next
// commands run, at a port of its own: that of the text may be taken.
func scripted(command string) string {
	if args, serve := strings.CutPrefix(command, "wireladder serve "); serve {
		return "start server serve " + strings.Replace(args, " 12000", " 0", 1)
	}
	switch {
	case strings.Contains(command, " --web"): // at an address that each machine has, and until it has told its links
		command = strings.Replace(command, "192.168.1.5", "127.0.0.1", 1)
		network := "" // in which one may capture
		if strings.HasPrefix(command, "wireladder watch") {
			network = "wireladder shell -- "
		}
		return "exec " + network + "sh -c 'rm -f links; " + command + " >links & until grep -qs lecture: links || ! kill -0 $!; do sleep 0.05; done; kill -INT $!; wait $!'"
	case strings.HasPrefix(command, "wireladder watch"): // in a network that anybody may capture in, and with an end
		return "exec wireladder shell -- " + command + " --for 10ms"
	case strings.HasPrefix(command, "wireladder shell"):
		return "exec wireladder shell -- true"
	}
	if strings.HasPrefix(command, "wireladder client ") {
		command = strings.Replace(command, " 12000", " $SERVER_PORT", 1)
	}
	return "exec " + command
}
