package asking_test

import (
	"strings"
	"testing"

	"wireladder/render/text"
	"wireladder/render/text/asking"
)

// of returns a question about members of whom those are held up whose letter is H, and wait whose letter is W.
func of(letters string) (q asking.CallQuestion) {
	for i, letter := range letters {
		q.Who = append(q.Who, asking.ProgramRow{Number: i + 1, Name: "client", Does: "next: recv(3)", Held: letter == 'H', Waits: letter == 'W'})
	}
	return q
}

// What stands above the list is about those who are held up.
func TestHeading(t *testing.T) {
	for letters, want := range map[string]string{
		"HH":  "Held up before their calls: Space lets > go on, a digit another",
		"HW":  "Held up before its call: Space lets it go on",
		"-H-": "Held up before its call: Space lets it go on",
		"WW":  "Nobody is held up: all wait in the kernel",
		"W-":  "Nobody is held up before a call",
	} {
		q := of(letters)
		if got := q.Heading(); got != want {
			t.Errorf("%s: %q", letters, got)
		}
		if room := 80; len(want) > room {
			t.Errorf("%q takes %d cells", want, len(want))
		}
	}
}

// Digits call up who is held up; where there are ten and more, a second one may follow.
func TestTyped(t *testing.T) {
	few, many := of("HWH"), of("HHHHHHHHHHHW")
	for _, tt := range []struct {
		asks   *asking.CallQuestion
		begun  int
		digit  byte
		number int
		goesOn bool
		said   string
	}{
		{&few, 0, '1', 1, true, ""},
		{&few, 0, '2', 0, false, "2 is not held up before a call"},
		{&few, 0, '4', 0, false, "nobody has the number 4"},
		{&few, 0, '0', 0, false, "nobody has the number 0"},
		{&many, 0, '2', 2, true, ""},
		{&many, 0, '1', 1, false, "1: a further digit, or Space"},
		{&many, 1, '1', 11, true, ""},
		{&many, 1, '2', 0, false, "12 is not held up before a call"},
		{&many, 1, '5', 0, false, "nobody has the number 15"},
	} {
		number, goesOn, said := tt.asks.Typed(tt.begun, tt.digit)
		if number != tt.number || goesOn != tt.goesOn || said != tt.said {
			t.Errorf("%c behind %d of %d: %d, %t, %q", tt.digit, tt.begun, len(tt.asks.Who), number, goesOn, said)
		}
	}
}

// A call has the room that its place leaves, and what is hostile is escaped.
func TestRows(t *testing.T) {
	who := []asking.ProgramRow{
		{Number: 1, Name: "server", Does: "waits in accept(3)", Place: "server.py:7  c, a = s.accept()", Waits: true},
		{Number: 10, Name: "client", Does: "next: socket(AF_INET, SOCK_STREAM, IPPROTO_IP)", Place: "client.py:2  s = \x1b[2J", Held: true, Next: true},
	}
	for width, want := range map[int]string{
		60: `
   1  server  waits in accept(3)                    server.…
> 10  client  next: socket(AF_INET, SOCK_STREAM, …  client.…`,
		79: `
   1  server  waits in accept(3)                    server.py:7  c, a = s.acce…
> 10  client  next: socket(AF_INET, SOCK_STREAM, …  client.py:2  s = \x1b[2J`,
		99: `
   1  server  waits in accept(3)                              server.py:7  c, a = s.accept()
> 10  client  next: socket(AF_INET, SOCK_STREAM, IPPROTO_IP)  client.py:2  s = \x1b[2J`,
	} {
		if got := "\n" + strings.Join(asking.Rows(who, text.Medium(false), width), "\n"); got != want {
			t.Errorf("%d cells:%s", width, got)
		}
	}
}

// A list has a heading and a row below it, unless there is nobody.
func TestListed(t *testing.T) {
	q, nobody := of("HW"), asking.CallQuestion{Asks: "what will the wire show?"}
	if got := q.Listed(text.Medium(false), 80); len(got) != 4 || got[3].S != "" {
		t.Errorf("%+v", got)
	}
	if got := nobody.Listed(text.Medium(false), 80); got != nil {
		t.Errorf("%+v", got)
	}
	if none := (asking.CallQuestion{}); q.IsNone() || nobody.IsNone() || !none.IsNone() {
		t.Error("what is none is not told")
	}
}
