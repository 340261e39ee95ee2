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
		"HH":  "Held up: Space lets > go on, a digit another",
		"HW":  "Held up: Space lets it go on",
		"-H-": "Held up: Space lets it go on",
		"WW":  "Nobody is held up: all wait in the kernel",
		"W-":  "Nobody is held up",
	} {
		q := of(letters)
		if got := q.Heading(); got != want {
			t.Errorf("%s: %q", letters, got)
		}
		if room := 59; len(want) > room {
			t.Errorf("%q takes %d cells", want, len(want))
		}
	}
}

// Digits call up who is held up; where there are ten and more, a second one may follow.
func TestDigits(t *testing.T) {
	few, many := of("HWH"), of("HHHHHHHHHHHW")
	for _, tt := range []struct {
		asks   *asking.CallQuestion
		digits string
		who    int // 0: nobody was chosen
		said   string
	}{
		{&few, "1", 1, ""},
		{&few, "2", 0, "2 is not held up before a call"},
		{&few, "4", 0, "nobody has the number 4"},
		{&few, "0", 0, "nobody has the number 0"},
		{&many, "2", 2, ""},
		{&many, "1", 1, "1: a further digit, or Space"},
		{&many, "11", 11, ""},
		{&many, "12", 0, "12 is not held up before a call"},
		{&many, "15", 0, "nobody has the number 15"},
	} {
		a, whole, said := asking.Answering{}, false, ""
		asks := *tt.asks
		asks.Asks = "who?"
		a.Ask(asks)
		for i := range len(tt.digits) {
			whole, said = a.Digit(tt.digits[i])
		}
		if who, asked := a.Answer(); !asked || who != tt.who || said != tt.said || whole != (tt.said == "") {
			t.Errorf("%s of %d: %d, %t, %q", tt.digits, len(tt.asks.Who), who, whole, said)
		}
		if who, asked := a.Answer(); asked || who != 0 {
			t.Errorf("%s: answered twice", tt.digits)
		}
	}
}

// Who is called up before anything is asked is the answer when it is, unless another key was pressed.
func TestAnswerBefore(t *testing.T) {
	q := of("HWH")
	for name, between := range map[string]func(*asking.Answering){"": nil, "another key": (*asking.Answering).Forget} {
		a, asks := asking.Answering{CallQuestion: q}, q
		asks.Asks = "who?"
		a.Digit('3')
		if _, asked := a.Answer(); asked {
			t.Errorf("%s: nothing was asked", name)
		}
		if between != nil {
			between(&a)
		}
		if a.Ask(q) || a.Ask(asks) != (between == nil) || a.Ask(asks) {
			t.Errorf("%s: what is answered?", name)
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
   1  server  waits in accept(3)              server.py:7  …
> 10  client  next: socket(AF_INET, SOCK_ST…  client.py:2  …`,
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

// Where a program that reads lines is in no call, the key is told by which one is typed.
func TestTypesTo(t *testing.T) {
	for name, reads := range map[string]bool{"client": true, "client (child)": true, "clients": false, "server": false} {
		q := asking.CallQuestion{TypesTo: "client", Who: []asking.ProgramRow{{Number: 1, Name: name, Does: "in no socket call"}}}
		if q.Reads() != reads {
			t.Errorf("%s: %t", name, !reads)
		}
		if got := q.Listed(text.Medium(false), 80)[1].S; strings.HasSuffix(got, "i: type a line for it") != reads {
			t.Errorf("%s: %q", name, got)
		}
		if q.TypesTo = ""; q.Reads() {
			t.Errorf("%s reads what nobody types", name)
		}
	}
}
