package order_test

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"wireladder/capture"
	"wireladder/capture/run/builder"
	"wireladder/capture/runtest"
	"wireladder/render"
	"wireladder/render/quiz/order"
	"wireladder/render/rendertest"
)

// exercise makes an exercise of a recording.
func exercise(rec *capture.Recording, o order.Options) *render.Diagram {
	r := builder.Of(rec)
	d := render.Build(r, render.Subject{})
	clues := order.NewClues()
	for _, m := range r.Moments {
		clues.Note(m)
		clues.Note(m) // as of several outputs
	}
	return clues.Of(&d, o)
}

// What a solution says of a packet: its place, which letters it is behind, which are free, and its cause.
var said = regexp.MustCompile(`^place (\d+)(?:, behind ([A-Z](?: and [A-Z])*))?(?:; before or after ([A-Z](?:, [A-Z])*): both are right)?(?:; (.+))?$`)

// solved is what a solution says of a packet.
type solved struct {
	packet       *capture.Packet
	behind, free []string
	cause        string
}

// solution reads a solution by letters, in its order.
func solution(t *testing.T, rec *capture.Recording, l *render.Ladder) (letters []string, all map[string]solved) {
	t.Helper()
	packets := map[int]*capture.Packet{}
	for _, e := range rec.Entries {
		if e.Packet != nil {
			packets[e.Packet.Number] = e.Packet
		}
	}
	all = map[string]solved{}
	for i, s := range l.Steps {
		letter, _, _ := strings.Cut(s.Labels[0], ": ")
		m := said.FindStringSubmatch(s.Brief)
		if m == nil || m[1] != strconv.Itoa(i+1) || packets[s.Packet] == nil {
			t.Fatalf("packet %d: %q", s.Packet, s.Brief)
		}
		split := func(list, by string) []string {
			if list == "" {
				return nil
			}
			return strings.Split(list, by)
		}
		letters = append(letters, letter)
		all[letter] = solved{packets[s.Packet], split(m[2], " and "), split(m[3], ", "), m[4]}
	}
	return letters, all
}

// acknowledges reports whether q covers what p has sent, by the headers alone.
func acknowledges(q, p *capture.Packet) bool {
	length := p.PayloadLength
	if p.TCP.Flags&(capture.SYN|capture.FIN) != 0 {
		length++
	}
	return q.Src == p.Dst && q.TCP.Flags.Has(capture.ACK) && length > 0 && q.TCP.Ack.Sub(p.TCP.Seq.Add(length)) >= 0
}

// In each recording the order of the solution is that in which the packets were captured; what is told to be right either
// way has no ACK that says otherwise; and who is behind another, or behind one who is, is not told to be free.
func TestSolutions(t *testing.T) {
	asked := 0
	for name, rec := range rendertest.Scenarios(t, "../../..") {
		for seed := range uint64(5) {
			d := exercise(rec, order.Options{Seed: seed})
			if len(d.Ladders) == 0 {
				continue
			}
			asked++
			if len(d.Ladders) != 2 || !d.Ladders[1].Apart || len(d.Findings) > 0 || len(d.Totals.Rows) > 0 {
				t.Errorf("%s: %d ladders, or something else is said", name, len(d.Ladders))
			}
			letters, all := solution(t, rec, &d.Ladders[1])
			checkSheet(t, name, &d.Ladders[0], letters)
			checkOrder(t, name, letters, all)
		}
	}
	if asked < 100 {
		t.Errorf("%d exercises", asked)
	}
}

// checkSheet holds that the list has the same packets, in the order of the alphabet, and tells nothing more.
func checkSheet(t *testing.T, name string, sheet *render.Ladder, letters []string) {
	t.Helper()
	var listed []string
	for _, s := range sheet.Steps {
		letter, _, _ := strings.Cut(s.Labels[0], ": ")
		listed = append(listed, letter)
		if s.Packet != 0 || s.Numbers() != "" || s.FromState+s.ToState != "" || !s.Time.IsZero() || !strings.HasPrefix(s.Brief, "place ____") {
			t.Errorf("%s: the sheet tells of %s: %+v", name, letter, s)
		}
	}
	sorted := slices.Sorted(slices.Values(letters))
	if !slices.Equal(listed, sorted) || slices.Equal(letters, sorted) {
		t.Errorf("%s: listed as %v, solved as %v", name, listed, letters)
	}
}

func checkOrder(t *testing.T, name string, letters []string, all map[string]solved) {
	t.Helper()
	before := map[[2]string]bool{}
	for i, q := range letters {
		for _, p := range all[q].behind {
			if slices.Index(letters, p) >= i {
				t.Errorf("%s: %s is behind %s, and stands before it", name, q, p)
			}
			before[[2]string{p, q}] = true
			for _, o := range letters {
				if before[[2]string{o, p}] {
					before[[2]string{o, q}] = true
				}
			}
		}
	}
	for _, p := range letters {
		for _, q := range letters {
			if p == q {
				continue
			}
			related, free := before[[2]string{p, q}] || before[[2]string{q, p}], slices.Contains(all[p].free, q)
			if related == free {
				t.Errorf("%s: %s and %s are ordered: %v, free: %v", name, p, q, related, free)
			}
			if acknowledges(all[q].packet, all[p].packet) && !before[[2]string{p, q}] {
				t.Errorf("%s: %s acknowledges %s, and is not behind it", name, q, p)
			}
		}
	}
}

// Data that crosses on the way is right in both orders, and what acknowledges it is not.
func TestCrossing(t *testing.T) {
	h := runtest.NewHosts("")
	h.Connect()
	a, b := h.Says(false, "hello"), h.Unheard(5, capture.PSH|capture.ACK, "welcome")
	h.Through(b)
	h.Through(a)
	h.Through(h.Acks(true))
	h.Through(h.Acks(false))
	rec := h.Recording()
	d := exercise(rec, order.Options{Seed: 3})
	if len(d.Ladders) != 2 {
		t.Fatalf("no exercise: %q", d.Notes)
	}
	letters, all := solution(t, rec, &d.Ladders[1])
	var crossing []string
	for _, letter := range letters {
		if all[letter].packet.PayloadLength > 0 {
			crossing = append(crossing, letter)
		}
	}
	if len(crossing) != 2 || !slices.Contains(all[crossing[0]].free, crossing[1]) {
		t.Errorf("%v cross: %+v", crossing, all)
	}
}

// The causes are the calls of the sockets, and none is made up where there are none.
func TestCauses(t *testing.T) {
	rec := rendertest.Scenarios(t, "../../..")["tcp-loop"]
	d := exercise(rec, order.Options{Packets: 26})
	letters, all := solution(t, rec, &d.Ladders[1])
	var causes []string
	for _, letter := range letters {
		causes = append(causes, all[letter].cause)
	}
	if got := strings.Join(causes, ", "); !regexp.MustCompile(`^connect\(\), no call: its kernel, no call: its kernel, send\(\) no\. 1, .*send\(\) no\. 1, .*close\(\), .*close\(\), no call: its kernel$`).MatchString(got) {
		t.Error(got)
	}
	alone := *rec
	alone.Entries = slices.DeleteFunc(slices.Clone(rec.Entries), func(e capture.Entry) bool { return e.Packet == nil })
	for _, s := range exercise(&alone, order.Options{}).Ladders[0].Steps {
		if strings.Contains(s.Brief, "caused") {
			t.Errorf("a cause is asked for that nobody has recorded: %q", s.Brief)
		}
	}
}

// The same seed asks for the same, and another one for something else; there are as many packets as wanted.
func TestSeed(t *testing.T) {
	rec := rendertest.Scenarios(t, "../../..")["tcp-loop"]
	text := func(o order.Options) string { return rendertest.Text(exercise(rec, o)) }
	first := text(order.Options{Seed: 4})
	if again, other := text(order.Options{Seed: 4}), text(order.Options{Seed: 5}); first != again || first == other {
		t.Error("the seed does not decide")
	}
	if n := len(exercise(rec, order.Options{Packets: 5}).Ladders[0].Steps); n != 5 {
		t.Errorf("%d packets of 5", n)
	}
}

// Where nothing can be asked the reader is told.
func TestNothingToAsk(t *testing.T) {
	for name, rec := range map[string]*capture.Recording{"datagrams": runtest.LostDatagram(), "something is lost": runtest.LostData()} {
		if d := exercise(rec, order.Options{}); len(d.Ladders) > 0 || len(d.Notes) == 0 {
			t.Errorf("%s: %d ladders, %q", name, len(d.Ladders), d.Notes)
		}
	}
}
