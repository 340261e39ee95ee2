package cmd_test

import (
	"bytes"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode"

	"wireladder/capture"
	"wireladder/capture/savefile"
	"wireladder/cmd"
)

// hostile is what no terminal may get to see as it is.
const hostile = "\x1b[2J\x1b]0;owned\a\u009b31m\u202e"

// TestReadHostileJournal checks that nothing of what a file says of deliveries and
// of sockets reaches a terminal as it is.
func TestReadHostileJournal(t *testing.T) {
	file := filepath.Join(t.TempDir(), "run.pcapng")
	saveHostile(t, file)
	for _, flags := range []string{
		"--explain=brief", "--explain=full --width=140", "--ascii", "--verbose", "--summary", "--format=jsonl", "--flow=tcp:0",
	} {
		var out, told bytes.Buffer
		if code := cmd.Run(append([]string{"read", file}, strings.Fields(flags)...), strings.NewReader(""), &out, &told); code != 0 {
			t.Errorf("%s: exit code %d: %s", flags, code, &told)
		}
		if flags != "--summary" && (!strings.Contains(out.String(), "owned") || !strings.Contains(out.String(), "LISTENING")) {
			t.Errorf("%s: what the file says is not shown:\n%s", flags, &out)
		}
		if lines := flags == "--verbose" || flags == "--format=jsonl"; lines != strings.Contains(out.String(), "COUNTED") {
			t.Errorf("%s: what the kernel counts:\n%s", flags, &out)
		}
		checkObeysNothing(t, flags, out.String()+told.String())
	}
}

// saveHostile writes a run on two hosts in which each word that a file may choose
// is hostile.
func saveHostile(t *testing.T, name string) {
	t.Helper()
	origin := capture.Origin{Scenario: "tcp", Interface: "client", Second: "server"}
	var file bytes.Buffer
	w, err := savefile.NewWriter(&file, savefile.Pcapng, origin, capture.LinkEthernet)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range hostileRun() {
		if err := w.Write(e); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(capture.Drops{}); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, file.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}

// hostileRun is a connection of which each packet is late, and told of by the
// kernel.
func hostileRun() []capture.Entry {
	var run []capture.Entry
	at := time.Unix(1_700_000_000, 0)
	for i, s := range conversation(0, "hello\n") {
		data := s.frame()
		p := &capture.Packet{Number: i + 1, Time: at, Link: capture.LinkEthernet, Data: data, Length: len(data)}
		if s.answer {
			p.Interface = 1
		}
		late := &capture.Delivery{Packet: p, Time: at.Add(100 * time.Millisecond), Lost: i == 4, Fault: hostile}
		said := &capture.Snapshot{Time: at.Add(200 * time.Millisecond), Sockets: hostileSockets()}
		counted := &capture.Counters{Time: said.Time, Host: hostile, Added: []capture.Count{{Name: hostile + "COUNTED", By: 1 << 63}}}
		run = append(run, capture.Entry{Packet: p}, capture.Entry{Delivery: late}, capture.Entry{Snapshot: said}, capture.Entry{Counters: counted})
		at = at.Add(time.Second)
	}
	return run
}

// hostileSockets are the two ends of the connection.
func hostileSockets() []capture.KernelSocket {
	client, server := netip.MustParseAddrPort("10.0.0.0:20000"), netip.MustParseAddrPort("192.168.0.1:80")
	return []capture.KernelSocket{
		{Proto: capture.TCP, Local: client, Remote: server, State: hostile + "LISTENING", RecvQueue: 1 << 30, SendQueue: 1 << 30, Inode: 1},
		{Proto: capture.TCP, Local: server, State: "LISTEN", RecvQueue: 1<<31 - 1},
	}
}

// checkObeysNothing checks that a terminal would only show the text.
func checkObeysNothing(t *testing.T, what, text string) {
	t.Helper()
	for _, r := range text {
		if r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r)) {
			t.Errorf("%s: %q reaches the terminal", what, r)
			return
		}
	}
}
