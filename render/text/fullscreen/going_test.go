package fullscreen_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/run/builder"
	"wireladder/capture/runtest"
	"wireladder/render"
	"wireladder/render/rendertest"
	"wireladder/render/text/asking"
	"wireladder/render/text/fullscreen"
	"wireladder/render/walk"
)

// grown returns the diagrams of a run as it grows, entry by entry.
func grown(rec *capture.Recording) (all []*render.Diagram) {
	for n := 1; n <= len(rec.Entries); n++ {
		own := *rec
		own.Entries = rec.Entries[:n]
		d := render.Build(builder.Of(&own), render.Subject{})
		all = append(all, &d)
	}
	return all
}

// connection is a run without calls: a step a packet.
func connection() *capture.Recording {
	rec := &capture.Recording{}
	for _, p := range runtest.Segments("10.0.0.1:5000", "10.0.0.2:80", "c:S s:SA c:A c:6 s:A s:6 c:A c:F s:F c:A") {
		rec.Entries = append(rec.Entries, capture.Entry{Packet: p})
	}
	return rec
}

// at returns which step is in hand, of how many.
func at(t *testing.T, v *fullscreen.Display) (step, of int) {
	t.Helper()
	_, said, _ := strings.Cut(screen(v), " step ")
	if _, err := fmt.Sscanf(said, "%d of %d", &step, &of); err != nil {
		t.Fatalf("%v:\n%s", err, screen(v))
	}
	return step, of
}

// goingOn returns a display of a run that goes on, and how often it was let go on.
func goingOn(d *render.Diagram) (v *fullscreen.Display, times *int) {
	times = new(int)
	v = fullscreen.New(&render.Diagram{}, &walk.Originals{}, fullscreen.Options{Detail: render.None})
	v.GoesOn(func(int) { *times++ }, nil)
	v.Resize(80, 24)
	v.Replace(d, &walk.Originals{}, asking.CallQuestion{Asks: "what will the wire show?"})
	return v, times
}

// Behind the last step the run is let go on, once for each question; of what comes the first step is next, the
// others are hidden, and who has gone back stays there.
func TestGoesOn(t *testing.T) {
	all := grown(connection())
	v, times := goingOn(all[3])
	press(t, v, "end")
	here, of := at(t, v)
	if here != of || !strings.Contains(screen(v), "> what will the wire show?") {
		t.Fatalf("nothing is asked:\n%s", screen(v))
	}
	if press(t, v, "pagedown pagedown space"); *times != 1 {
		t.Errorf("it went on %d times", *times)
	}
	v.Replace(all[3], &walk.Originals{}, asking.CallQuestion{})
	if step, _ := at(t, v); step != here {
		t.Errorf("step %d, with nothing new behind step %d", step, here)
	}
	last := len(all) - 1
	v.Replace(all[last], &walk.Originals{}, asking.CallQuestion{Asks: "and then?"})
	if step, n := at(t, v); step != here+1 || n <= of {
		t.Errorf("step %d of %d, behind step %d", step, n, here)
	}
	if strings.Contains(screen(v), "> and then?") {
		t.Errorf("it is asked before the end:\n%s", screen(v))
	}
	press(t, v, "home m")
	v.Replace(all[last], &walk.Originals{}, asking.CallQuestion{Asks: "and then?"})
	if step, _ := at(t, v); step != 1 || !strings.Contains(screen(v), "mark at 1") {
		t.Errorf("it has gone from where it was:\n%s", screen(v))
	}
	if press(t, v, "end space"); *times != 2 {
		t.Errorf("it went on %d times", *times)
	}
	if v.Ended("it is over"); !strings.Contains(screen(v), "it is over") {
		t.Errorf("its end is not told:\n%s", screen(v))
	}
	if press(t, v, "end space"); *times != 2 || !strings.Contains(screen(v), "it is over") {
		t.Errorf("it went on behind its end:\n%s", screen(v))
	}
}

// What is to be predicted is asked about as it comes, and each packet once.
func TestPredictWhatComes(t *testing.T) {
	all := grown(connection())
	v, _ := goingOn(all[0])
	press(t, v, "p")
	asked := 0
	for _, d := range all {
		for range 10 {
			press(t, v, "pagedown")
			if strings.Contains(screen(v), "What will the wire show next?") {
				asked++
			}
		}
		v.Replace(d, &walk.Originals{}, asking.CallQuestion{Asks: fmt.Sprint("question ", len(d.Ladders[0].Steps))})
		if strings.Contains(screen(v), "What will the wire show next?") {
			asked++
			press(t, v, "1")
		}
	}
	arrows := 0
	for _, s := range all[len(all)-1].Ladders[0].Steps {
		if s.Kind == render.Message {
			arrows++
		}
	}
	if asked != arrows-1 { // the first one was there
		t.Errorf("%d questions about %d arrows", asked, arrows)
	}
}

// A run that goes on by itself keeps its last step in hand, until somebody goes back.
func TestFollows(t *testing.T) {
	all := grown(connection())
	v := fullscreen.New(&render.Diagram{}, &walk.Originals{}, fullscreen.Options{Detail: render.None})
	v.GoesOn(nil, nil)
	v.Resize(80, 24)
	for _, d := range all[:len(all)/2] {
		v.Replace(d, &walk.Originals{}, asking.CallQuestion{})
		if step, of := at(t, v); step != of || !strings.Contains(screen(v), "follows") {
			t.Errorf("step %d of %d", step, of)
		}
	}
	press(t, v, "b b")
	here, _ := at(t, v)
	v.Replace(all[len(all)-2], &walk.Originals{}, asking.CallQuestion{})
	if step, of := at(t, v); step != here || of == here || strings.Contains(screen(v), "follows") {
		t.Errorf("step %d of %d, not %d", step, of, here)
	}
	press(t, v, "end")
	v.Replace(all[len(all)-1], &walk.Originals{}, asking.CallQuestion{})
	if step, of := at(t, v); step != of {
		t.Errorf("step %d of %d: End does not follow again", step, of)
	}
}

// Who looks at a step keeps it in hand, whatever comes before it or behind it.
func TestStaysWhereItWas(t *testing.T) {
	all := grown(runtest.LostSYNACK())
	for i := 5; i+1 < len(all); i++ {
		v, _ := goingOn(all[i])
		press(t, v, "home right")
		_, before, _ := strings.Cut(bar(v), "\n")
		headline, _, _ := strings.Cut(before, ",") // "packet 1": more is known of its sockets later
		v.Replace(all[len(all)-1], &walk.Originals{}, asking.CallQuestion{})
		if !strings.Contains(screen(v), headline) {
			t.Errorf("%d: %q is not in hand:\n%s", i, headline, screen(v))
		}
	}
}

// newest returns the diagrams of the newest packets of a run, as they come and go.
func newest(rec *capture.Recording, most int) (all []*render.Diagram) {
	for n := 1; n <= len(rec.Entries); n++ {
		own := *rec
		own.Entries = rec.Entries[max(0, n-most):n]
		d := render.Build(builder.Of(&own), render.Subject{})
		all = append(all, &d)
	}
	return all
}

// following returns a display that follows diagrams, of which it has seen so many.
func following(all []*render.Diagram, n int) *fullscreen.Display {
	v := fullscreen.New(&render.Diagram{}, &walk.Originals{}, fullscreen.Options{Detail: render.None})
	v.GoesOn(nil, nil)
	v.Resize(80, 24)
	for _, d := range all[:n] {
		v.Replace(d, &walk.Originals{}, asking.CallQuestion{})
	}
	return v
}

// Who looks back keeps the step in hand and what is around it, also when it is let go; is told how much has come
// since; and goes on with the newest.
func TestLooksBackAtWhatIsLetGo(t *testing.T) {
	all := newest(connection(), 5)
	v := following(all, 6)
	press(t, v, "b b")
	for i, d := range all[6:] {
		before := screen(v)
		v.Replace(d, &walk.Originals{}, asking.CallQuestion{})
		if !strings.Contains(bar(v), fmt.Sprintf(" %d packet", i+1)) || !strings.Contains(bar(v), "came since") {
			t.Errorf("%d have come since:\n%s", i+1, bar(v))
		}
		if !strings.Contains(screen(v), "packet 4, ") {
			t.Errorf("packet 4 is not in hand when %d more have come:\n%s", i+1, screen(v))
		}
		before, _, _ = strings.Cut(before, " step ")
		if now, _, _ := strings.Cut(screen(v), " step "); i >= 2 && now != before {
			t.Errorf("it does not stay:\n%s\nand then\n%s", before, now)
		}
	}
	if press(t, v, "space space space space space"); !strings.Contains(screen(v), "End shows the newest") {
		t.Errorf("it is not told that there is more:\n%s", screen(v))
	}
	if press(t, v, "end"); !strings.Contains(screen(v), "packet 10, ") || !strings.Contains(bar(v), "follows") || strings.Contains(bar(v), "since") {
		t.Errorf("End does not follow:\n%s", screen(v))
	}
	press(t, v, "b b b")
	v.Replace(newest(connection(), 1)[9], &walk.Originals{}, asking.CallQuestion{})
	v.Ended("it is over")
	if press(t, v, "end"); !strings.Contains(screen(v), "step 1 of 1") || strings.Contains(bar(v), "follows") {
		t.Errorf("its end is not shown:\n%s", screen(v))
	}
}

// A click, a search, and a question stop to follow; the newest step is that of the ladder that goes on.
func TestFollowsNoMore(t *testing.T) {
	all := grown(connection())
	for name, stop := range map[string]func(*fullscreen.Display){
		"click":    func(v *fullscreen.Display) { v.Click(20, 8) },
		"search":   func(v *fullscreen.Display) { press(t, v, "/ S Y N enter") },
		"question": func(v *fullscreen.Display) { press(t, v, "p") },
	} {
		v := following(all, len(all)/2)
		stop(v)
		here, _ := at(t, v)
		v.Replace(all[len(all)-1], &walk.Originals{}, asking.CallQuestion{})
		if step, of := at(t, v); step != here || of == here || strings.Contains(bar(v), "follows") {
			t.Errorf("%s: step %d of %d, not %d:\n%s", name, step, of, here, screen(v))
		}
	}
	d := *all[len(all)-1]
	d.Ladders = append(d.Ladders, d.Ladders[0])
	d.Ladders[1].Proto, d.Ladders[1].Steps = capture.UDP, d.Ladders[0].Steps[:2]
	if step, of := at(t, following([]*render.Diagram{&d}, 1)); step != of-2 {
		t.Errorf("step %d of %d is not the newest", step, of)
	}
}

// A list of sockets that is open stays what it was, and sockets that were chosen stay chosen, wherever they stand.
func TestChosenSocketsStayChosen(t *testing.T) {
	two := connection()
	for _, p := range runtest.Segments("10.0.0.1:5001", "10.0.0.2:80", "c:S s:SA c:A c:6 s:A s:6 c:A c:F s:F c:A") {
		p.Number, p.Time = p.Number+10, p.Time.Add(1e9)
		two.Entries = append(two.Entries, capture.Entry{Packet: p})
	}
	all := newest(two, 12)
	v := following(all, 14)
	press(t, v, "s end space")
	v.Replace(all[15], &walk.Originals{}, asking.CallQuestion{})
	press(t, v, "enter")
	if step, of := at(t, v); step != of || !strings.Contains(bar(v), "1 socket") || !strings.Contains(screen(v), "packet 16, ") {
		t.Errorf("step %d of %d:\n%s", step, of, screen(v))
	}
	v.Replace(all[19], &walk.Originals{}, asking.CallQuestion{})
	if step, of := at(t, v); of != 10 || step != of || !strings.Contains(screen(v), "packet 20, ") {
		t.Errorf("step %d of %d:\n%s", step, of, screen(v))
	}
}

// In ASCII, who sends to whom has an arrow as well.
func TestHeadlineInASCII(t *testing.T) {
	all := grown(connection())
	v := fullscreen.New(all[len(all)-1], &walk.Originals{}, fullscreen.Options{Detail: render.None, ASCII: true})
	v.Resize(80, 24)
	if !strings.Contains(screen(v), "packet 1, client -> server: SYN") {
		t.Errorf("it is not said who sends:\n%s", screen(v))
	}
}

// manyHeld returns what is asked where three programs are held up, and one waits.
func manyHeld() asking.CallQuestion {
	return asking.CallQuestion{Asks: "server, next: recv(): does asking send a packet? will it wait?", Who: []asking.ProgramRow{
		{Number: 1, Name: "server", Does: "next: recv(4, 1024)", Place: "server.py:10  data = c.recv(1024)", Held: true, Next: true},
		{Number: 2, Name: "client 1", Does: "next: send(3, \"hello\")", Place: "client.py:4  s.sendall(b'hello')", Held: true},
		{Number: 3, Name: "client 2", Does: "waits in connect(3, 127.0.0.1:12000)", Place: "client.py:3  s.connect(('localhost', 12000))", Waits: true},
	}}
}

// Of several programs that are held up a digit lets one go on, and Space who is asked about; they are listed behind
// the last step alone.
func TestGoesOnByNumber(t *testing.T) {
	all := grown(connection())
	var chosen []int
	v := fullscreen.New(&render.Diagram{}, &walk.Originals{}, fullscreen.Options{Name: "run", Detail: render.None})
	v.GoesOn(func(who int) { chosen = append(chosen, who) }, nil)
	v.Resize(80, 24)
	var b strings.Builder
	look := func(what string) { fmt.Fprintf(&b, "%s\n%s\n", what, screen(v)) }
	v.Replace(&render.Diagram{}, &walk.Originals{}, manyHeld())
	look("nothing has come")
	if press(t, v, "space"); !slices.Equal(chosen, []int{0}) {
		t.Errorf("chosen: %d", chosen)
	}
	v.Replace(all[5], &walk.Originals{}, manyHeld())
	press(t, v, "home 2")
	look("a digit before the last step")
	press(t, v, "end")
	look("the last step")
	press(t, v, "3")
	look("who is not held up")
	if press(t, v, "2 1"); !slices.Equal(chosen, []int{0, 2}) {
		t.Errorf("chosen: %d", chosen)
	}
	v.Replace(all[6], &walk.Originals{}, asking.CallQuestion{Who: manyHeld().Who[2:]})
	look("nobody is held up")
	if press(t, v, "space"); !strings.Contains(screen(v), "comes by itself") {
		t.Errorf("it is not told that nobody is waited for:\n%s", screen(v))
	}
	if v.Replace(all[6], &walk.Originals{}, manyHeld()); strings.Contains(screen(v), "comes by itself") {
		t.Errorf("it is told still:\n%s", screen(v))
	}
	v.Ended("the run has ended")
	look("the end")
	rendertest.Golden(t, "programs.txt", []byte(b.String()))
}

// Who is called up before anything is asked goes on when it is, unless another key was pressed, or more has come.
func TestGoesOnByNumberAtOnce(t *testing.T) {
	all := grown(connection())
	for name, tt := range map[string]struct {
		keys string
		come int
		want []int
	}{
		"at once":     {"2", 5, []int{2}},
		"another key": {"2 x", 5, nil},
		"more comes":  {"2", 6, nil},
		"not held up": {"3", 5, nil},
	} {
		var chosen []int
		v := fullscreen.New(&render.Diagram{}, &walk.Originals{}, fullscreen.Options{})
		v.GoesOn(func(who int) { chosen = append(chosen, who) }, nil)
		v.Resize(80, 24)
		quiet := manyHeld()
		quiet.Asks = ""
		v.Replace(all[5], &walk.Originals{}, quiet)
		press(t, v, "end "+tt.keys)
		if len(chosen) > 0 {
			t.Errorf("%s: %d before anything is asked", name, chosen)
		}
		if v.Replace(all[tt.come], &walk.Originals{}, manyHeld()); !slices.Equal(chosen, tt.want) {
			t.Errorf("%s: %d", name, chosen)
		}
	}
}

// A number of two digits is begun by one, and given up by any key but one that goes on.
func TestGoesOnByNumberOfTwoDigits(t *testing.T) {
	many := asking.CallQuestion{Asks: "who?"}
	for i := range 12 {
		many.Who = append(many.Who, asking.ProgramRow{Number: i + 1, Held: true})
	}
	for keys, want := range map[string]int{"1 2": 12, "1 space": 1, "1 space space": 1, "1 b end space": 0, "7": 7, "0 1 1": 11, "1 9 space": 0} {
		chosen := -1
		v := fullscreen.New(&render.Diagram{}, &walk.Originals{}, fullscreen.Options{})
		v.GoesOn(func(who int) { chosen = who }, nil)
		v.Resize(80, 24)
		v.Replace(grown(connection())[5], &walk.Originals{}, many)
		press(t, v, "end")
		if press(t, v, keys); chosen != want {
			t.Errorf("%s: %d", keys, chosen)
		}
	}
}

// What comes is gone through as it comes, whichever ladder it is of.
func TestGoesOnInTime(t *testing.T) {
	d := *grown(connection())[9]
	d.Ladders = append(slices.Clone(d.Ladders), d.Ladders[0])
	d.Ladders[1].Proto, d.Ladders[1].Title = capture.UDP, "UDP"
	d.Ladders[1].Steps = slices.Clone(d.Ladders[0].Steps[:2])
	between := d.Ladders[0].Steps[3].Time
	for i := range d.Ladders[1].Steps {
		s := &d.Ladders[1].Steps[i]
		s.Time, s.Packet = between.Add(time.Duration(i)+1), 100+i
	}
	v, _ := goingOn(&d)
	press(t, v, "home")
	var ladders []string
	for range 11 {
		ladders = append(ladders, strings.Fields(bar(v))[4])
		press(t, v, "down")
	}
	if got, want := strings.Join(ladders, " "), "TCP TCP TCP TCP UDP UDP TCP TCP TCP TCP TCP"; !strings.HasPrefix(got, want) {
		t.Errorf("got %s", got)
	}
}

// A line is typed for the program that reads it, with its end; at ^D its input ends. What comes of it is gone to.
func TestTypesForAProgram(t *testing.T) {
	all := grown(connection())
	var typed []string
	v := fullscreen.New(&render.Diagram{}, &walk.Originals{}, fullscreen.Options{Detail: render.None})
	v.GoesOn(func(int) {}, func(line string) { typed = append(typed, line) })
	v.Resize(80, 24)
	v.Replace(all[4], &walk.Originals{}, asking.CallQuestion{Asks: "what will the wire show?"})
	if press(t, v, "end i"); !strings.Contains(screen(v), "no program reads what is typed here") {
		t.Errorf("it is not told that nobody reads:\n%s", screen(v))
	}
	reads := asking.CallQuestion{TypesTo: "client", Who: []asking.ProgramRow{{Number: 1, Name: "client", Does: "in no socket call"}}}
	v.Replace(all[4], &walk.Originals{}, reads)
	for _, expected := range []string{"Nobody is held up", "1  client  in no socket call  i: type a line for it"} {
		if !strings.Contains(screen(v), expected) {
			t.Errorf("no %q:\n%s", expected, screen(v))
		}
	}
	before, _ := at(t, v)
	press(t, v, "i q 1 space ctrl-d x backspace enter i ctrl-d i escape")
	if want := []string{"q1 \n", "\x04"}; !slices.Equal(typed, want) {
		t.Errorf("typed: %q", typed)
	}
	v.Replace(all[5], &walk.Originals{}, reads)
	if step, _ := at(t, v); step != before+1 {
		t.Errorf("step %d, behind step %d", step, before)
	}
	if press(t, v, "?"); !strings.Contains(screen(v), "type for one") || !strings.Contains(screen(v), "any key: back") {
		t.Errorf("the help does not say so:\n%s", screen(v))
	}
	press(t, v, "x i a")
	v.Ended("it is over")
	if press(t, v, "enter"); len(typed) != 2 {
		t.Errorf("typed behind the end: %q", typed)
	}
}
