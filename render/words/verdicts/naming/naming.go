// Package naming says by what names verdicts call what they are about: programs, sockets, calls
// and where they stand, packets, times, and what was printed; and what a verdict is.
package naming

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"wireladder/capture"
	"wireladder/capture/run"
	"wireladder/render/quantity"
)

// Verdict is what is said of a finding.
type Verdict struct {
	Brief  string // what went wrong, in a line
	Full   string // how that is seen, in a paragraph
	Repair string // what is to be done; "" if nothing is
}

// Spell writes a time in ms.
func Spell(ms int64) string { return quantity.Duration(time.Duration(ms) * time.Millisecond) }

// Who names the program of a socket, and the socket.
func Who(k *run.Socket) string {
	switch {
	case k == nil:
		return "a program"
	case k.Process == "":
		return "the " + k.Side.String()
	}
	return Program(k.Process)
}

// Program names a program: "the server", and one of several "client 2".
func Program(name string) string {
	if strings.ContainsAny(name, "0123456789") {
		return name
	}
	return "the " + name
}

// FD names a descriptor: "fd 4"; "its socket" where that is not known.
func FD(k *run.Socket) string {
	if k == nil || k.FD < 0 {
		return "its socket"
	}
	return "fd " + strconv.Itoa(k.FD)
}

// At names where in its program a moment's call stands: " (server.py:14)"; "" if that is not
// known.
func At(m *run.Moment) string {
	c := CallOf(m)
	if c == nil || c.Code.Line == 0 {
		return ""
	}
	return " (" + strings.Trim(strconv.QuoteToGraphic(c.Code.String()), `"`) + ")"
}

// CallOf returns the call of a moment, nil if it is of none.
func CallOf(m *run.Moment) *capture.Call {
	if m.Call != nil {
		return m.Call
	}
	return m.Entry.Call
}

// Errno names the error of a moment's call; "" if it has none.
func Errno(m *run.Moment) string {
	if c := CallOf(m); c != nil {
		return c.Errno
	}
	return ""
}

// File names the file of the program in which a moment's call stands; "" if that is not known.
func File(m *run.Moment) string {
	if c := CallOf(m); c != nil {
		return c.Code.File
	}
	return ""
}

// methods find what a line calls that does what a call does.
var methods = []struct {
	does  capture.Doing
	named *regexp.Regexp
}{
	{capture.Receives, regexp.MustCompile(`\.((?:recv|read)\w*)\(`)},
	{capture.Sends, regexp.MustCompile(`\.((?:send|write)\w*)\(`)},
	{capture.Accepts, regexp.MustCompile(`\.(accept)\(`)},
	{capture.Polls, regexp.MustCompile(`\.(select|poll)\(`)},
}

// Written returns what a program calls the call of a moment: recv(), where the system call is
// recvfrom(2).
func Written(m *run.Moment) string {
	c := CallOf(m)
	if c == nil {
		return "the call"
	}
	for _, m := range methods {
		if found := m.named.FindStringSubmatch(c.Code.Text); found != nil && c.Does(m.does) {
			return found[1]
		}
	}
	return c.Name
}

// Packet names the packet of a moment: " (packet 4)"; "" if it has none.
func Packet(m *run.Moment) string {
	if m.Kind != run.Packet || m.Packet == nil {
		return ""
	}
	return fmt.Sprintf(" (packet %d)", m.Packet.Number)
}

// Data returns what a moment's call has moved.
func Data(m *run.Moment) []byte {
	if m.Call == nil {
		return nil
	}
	return m.Call.Data
}

// Quoted writes what a program has printed so that no terminal obeys it.
func Quoted(text string) string {
	const most = 120
	if r := []rune(text); len(r) > most {
		text = string(r[:most-1]) + "…"
	}
	return strconv.QuoteToGraphic(text)
}

// Capital begins a sentence.
func Capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// Bytes names a number of octets.
func Bytes(n int64) string { return quantity.Count(n, "byte") }
