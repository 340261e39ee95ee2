package cmd_test

import (
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// faultyScenarios are the scenarios in which something goes wrong, as it is meant to: what is
// found with the socket calls, and from the packets alone. In all others nothing is found.
var faultyScenarios = map[string][2]string{
	"contrast-loss":     {"datagram-lost", ""},
	"contrast-refused":  {"refused udp-unreachable", "refused udp-unreachable"},
	"udp-truncate":      {"datagram-cut", ""},
	"udp-refused":       {"udp-unreachable udp-unreachable", "udp-unreachable udp-unreachable"},
	"udp-loss":          {"datagram-lost", ""},
	"backlog":           {"backlog-full", ""},
	"refused":           {"refused", "refused"},
	"reuseaddr":         {"no-reuseaddr", ""},
	"time-wait":         {"no-reuseaddr", ""},
	"shutdown-wr":       {"write-after-close", ""},
	"shutdown-rdwr":     {"closed-before-answer", "closed-before-answer"},
	"reset":             {"unread-reset", "unread-reset"},
	"linger0":           {"", "unread-reset"}, // which may be one of the two, it says
	"write-after-close": {"write-after-close", "write-after-close"},
	"tcp-many":          {"write-after-close", "write-after-close"},
	"bind-any":          {"refused", "refused"},
	"ipv6":              {"refused", "refused"},
	"half-open":         {"", "unread-reset"}, // as linger0
	"udp-overflow":      {"rcvbuf-overflow", ""},
	"interrupt-threads": {"refused", "refused"},
}

// servesInTurn are scenarios whose server serves one client after the other: on a slow machine
// one waits for so long that it is told, and rightly.
var servesInTurn = map[string]bool{"tcp": true, "tcp-loop": true}

// ruleNames finds the names of findings in a picture.
var ruleNames = regexp.MustCompile(`(?m)^! ([a-z-]+): `)

// checkFindings holds what goes wrong in a scenario: as it was drawn, and as its packets show it.
func checkFindings(t *testing.T, name, drawn, file string) {
	t.Helper()
	packets := filepath.Join(t.TempDir(), "packets.pcap")
	commandLine(t, "read", file, "-o", packets)
	alone, _ := commandLine(t, "read", packets, "--width", "200")
	for i, picture := range []string{drawn, alone} {
		var got []string
		for _, m := range ruleNames.FindAllStringSubmatch(picture, -1) {
			if m[1] != "serial-server" || !servesInTurn[name] {
				got = append(got, m[1])
			}
		}
		slices.Sort(got)
		if want := faultyScenarios[name][i]; strings.Join(got, " ") != want {
			t.Errorf("with calls, or by packets alone (%d): %q is found, want %q\n%s", i, got, want, picture)
		}
	}
}
