package repairs

import (
	"strings"
	"testing"

	"wireladder/capture"
	"wireladder/capture/code"
	"wireladder/capture/run"
	"wireladder/capture/run/findings"
)

// madeIn returns the moment of a call that stands in a file of a program; "" is not known.
func madeIn(file string) *run.Moment {
	return &run.Moment{Kind: run.Call, Call: &capture.Call{Name: "recv", Code: code.Line{File: file, Line: 1}}}
}

// A repair is in the language of the programs; where that is not known, or they are in several, it names the calls.
func TestSpoken(t *testing.T) {
	for _, tt := range []struct {
		files  []string
		repair string
		want   string
	}{
		{[]string{"client.py"}, "wait for longer: settimeout()", "wait for longer: settimeout()"},
		{[]string{"client.c"}, "wait for longer: settimeout()", "wait for longer: SO_RCVTIMEO, or poll()"},
		{[]string{"client.go"}, "wait for longer: settimeout()", "wait for longer: SetReadDeadline()"},
		{[]string{""}, "wait for longer: settimeout()", "wait for longer: SO_RCVTIMEO, or poll()"},
		{[]string{"client.c", "server.py"}, "wait for longer: settimeout()", "wait for longer: SO_RCVTIMEO, or poll()"},
		{[]string{""}, `send the \n, too: s.sendall((line + "\n").encode())`, `send the \n, too`},
		{[]string{"client.go"}, `send the \n, too: s.sendall((line + "\n").encode())`, `send the \n, too: fmt.Fprintln(conn, line)`},
		{[]string{""}, "the client: s.shutdown(socket.SHUT_WR) after it", "the client: shutdown(SHUT_WR) after it"},
		{[]string{""}, "when it ends: other.shutdown(socket.SHUT_WR); and close()", "when it ends: shutdown(SHUT_WR) on the other one; and close()"},
		{[]string{"server.py"}, `bind(("", 80)) in the server`, `bind(("", 80)) in the server`},
		{[]string{""}, `bind(("", 80)) in the server`, "bind(0.0.0.0:80) in the server"},
		{[]string{""}, `bind to "" (all addresses)`, "bind to 0.0.0.0 (all addresses)"},
		{[]string{""}, "call accept() in a loop", "call accept() in a loop"},
	} {
		f := &findings.Finding{}
		for _, file := range tt.files {
			f.Moments = append(f.Moments, madeIn(file))
		}
		if got := Spoken(f, tt.repair); got != tt.want {
			t.Errorf("%s: %q, want %q", strings.Join(tt.files, ", "), got, tt.want)
		}
	}
}

// Where no call is among what shows it, the language is that of the program.
func TestSpokenOfPackets(t *testing.T) {
	f := &findings.Finding{File: "client.py", Moments: []*run.Moment{{Kind: run.Packet}}}
	if got := Spoken(f, "settimeout()"); got != "settimeout()" {
		t.Errorf("%q", got)
	}
	f.Moments = append(f.Moments, madeIn("client.c"))
	if got := Spoken(f, "settimeout()"); got != "SO_RCVTIMEO, or poll()" {
		t.Errorf("%q", got)
	}
}

// What is said of calls alone has no word of Python.
func TestPlainIsOfNoLanguage(t *testing.T) {
	for i := 1; i < len(plain); i += 2 {
		for _, python := range []string{"socket.", "makefile", "settimeout", "sendall", ".encode", "setblocking", "with "} {
			if strings.Contains(plain[i], python) && !strings.Contains(plain[i], ", with accept()") {
				t.Errorf("%q for %q", plain[i], plain[i-1])
			}
		}
	}
}
