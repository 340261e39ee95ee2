package fullscreen_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode"

	"wireladder/capture"
	"wireladder/capture/code"
	"wireladder/capture/run"
	"wireladder/render"
	"wireladder/render/rendertest"
	"wireladder/render/text"
	"wireladder/render/text/fullscreen"
	"wireladder/render/walk"
)

// stored returns a diagram of render/testdata.
func stored(t testing.TB, name string) *render.Diagram {
	t.Helper()
	return rendertest.ReadDiagram(t, "../../testdata/"+name+".diagram.txt")
}

// open returns a display of a stored diagram.
func open(t testing.TB, name string, width, height int) *fullscreen.Display {
	t.Helper()
	v := fullscreen.New(stored(t, name), &walk.Originals{}, fullscreen.Options{
		Name: name + ".pcapng", Detail: render.None,
		Save: func(c fullscreen.Copy) (string, bool) {
			if c.File == "there" && !c.Replace {
				return "", true
			}
			return "saved as " + c.File, false
		},
		Clip: func(d *render.Diagram) string { return fmt.Sprint("copied: ", len(d.Ladders[0].Steps)) },
	})
	v.Resize(width, height)
	return v
}

// screen returns what a display shows, a line a row: cells in hand are told by the row's last cell.
func screen(v *fullscreen.Display) string {
	var rows [][]rune
	inHand := map[int]bool{}
	v.Each(func(x, y int, char rune, a text.Appearance) {
		for len(rows) <= y {
			rows = append(rows, nil)
		}
		for len(rows[y]) <= x {
			rows[y] = append(rows[y], ' ')
		}
		rows[y][x] = char
		inHand[y] = inHand[y] || a.Reverse && x > 2 && x < 6
	})
	var b strings.Builder
	for y, row := range rows {
		mark := " "
		if inHand[y] {
			mark = ">"
		}
		b.WriteString(strings.TrimRight(mark+strings.ReplaceAll(string(row), "\x00", ""), " ") + "\n")
	}
	return b.String()
}

// bar returns what stands below the ladder: which step is in hand, and what there is to say of it.
func bar(v *fullscreen.Display) string {
	_, below, _ := strings.Cut(screen(v), " step ")
	return below
}

// press presses keys, each of which is a word: a character, or its name.
func press(t testing.TB, v *fullscreen.Display, keys string) {
	t.Helper()
	for _, key := range strings.Fields(keys) {
		if key == "space" {
			key = " "
		}
		if v.Key(key) {
			t.Fatalf("%s leaves", key)
		}
	}
}

// What keys lead to, on screens of several sizes.
func TestScreens(t *testing.T) {
	for name, tt := range map[string]struct {
		diagram       string
		width, height int
		keys          []string // after each group of them the screen is compared
	}{
		"backlog":  {"backlog", 80, 24, []string{"", "space space j down pagedown", "b k up", "f", "F", "right right", "c", "tab", "end", "home"}},
		"search":   {"backlog", 80, 24, []string{"/ q u e", "u e enter", "n", "N", "/ z z enter", "/ a escape"}},
		"phases":   {"contrast", 80, 24, []string{"", "]", "] ]", "[", "end"}},
		"compared": {"contrast", 160, 45, []string{"", "] ]", "h"}},
		"modes":    {"tcp", 80, 24, []string{"h ] space", "h e", "e e t", "t t t t", "m space space", "d", "d", "z", "?", "x"}},
		"beside":   {"tcp", 160, 24, []string{"] space space"}},
		"predict":  {"tcp", 80, 24, []string{"p", "right", "1", "pagedown", "pagedown", "9 b", "right p", "p f right 2"}},
		"sockets":  {"tcp-3", 80, 24, []string{"s", "down space down down x", "enter", "right", "s a enter", "s escape"}},
		"differ":   {"tcp", 80, 24, []string{"=", "] ] m =", "right =", "d", "c", "= = m"}},
		"saving":   {"udp", 80, 24, []string{"w", "a escape y"}},
		"small":    {"tcp", 60, 9, []string{"end"}},
	} {
		t.Run(name, func(t *testing.T) {
			v := open(t, tt.diagram, tt.width, tt.height)
			var b strings.Builder
			for _, keys := range tt.keys {
				press(t, v, keys)
				fmt.Fprintf(&b, "keys: %s\n%s\n", keys, screen(v))
			}
			rendertest.Golden(t, name+".txt", []byte(b.String()))
		})
	}
}

// Each step forward is another place, and back they are the same again.
func TestForwardAndBack(t *testing.T) {
	for _, name := range []string{"contrast", "tcp-12", "backlog", "wire/synack-loss"} {
		v := open(t, name, 80, 24)
		var seen []string
		for !strings.Contains(screen(v), "this is the last step") {
			seen = append(seen, bar(v))
			press(t, v, "space")
		}
		if len(seen) < 10 {
			t.Fatalf("%s: %d steps", name, len(seen))
		}
		press(t, v, "x") // takes the notice away
		for i := len(seen) - 2; i >= 0; i-- {
			press(t, v, "b")
			if got := bar(v); got != seen[i] {
				t.Fatalf("%s, back to %d:\n%s\nwant\n%s", name, i, got, seen[i])
			}
		}
	}
}

// The step in hand is in sight wherever one goes, and how the screen is resized.
func TestStepInSight(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {100, 30}, {160, 45}, {60, 12}, {200, 60}, {40, 8}} {
		v := open(t, "backlog", 80, 24)
		v.Resize(size[0], size[1])
		for range 40 {
			shown := false
			v.Each(func(_, y int, _ rune, a text.Appearance) { shown = shown || a.Reverse && y > 0 && y < size[1]-3 })
			if !shown {
				t.Fatalf("%v: no row is in hand\n%s", size, screen(v))
			}
			press(t, v, "space")
		}
	}
}

// A click chooses the step in whose row it is, and the wheel goes on from there.
func TestMouse(t *testing.T) {
	v := open(t, "tcp", 80, 24)
	for y, row := range strings.Split(screen(v), "\n") {
		if strings.Contains(row, "connect(127") {
			v.Click(10, y)
		}
	}
	at := bar(v)
	if !strings.Contains(at, "client fd 9: connect(") {
		t.Errorf("the call is not in hand:\n%s", screen(v))
	}
	v.Wheel(10, 3, true)
	if bar(v) == at {
		t.Error("the wheel does nothing")
	}
	if v.Wheel(10, 3, false); bar(v) != at {
		t.Errorf("the wheel does not go back:\n%s", screen(v))
	}
	v.Wheel(10, 20, true) // over details that are all in sight
	if bar(v) != at {
		t.Errorf("the wheel goes on over the details:\n%s", screen(v))
	}
}

// calls returns what a step with source, octets and a hostile payload is of.
func calls(d *render.Diagram, s string) *walk.Originals {
	o := &walk.Originals{}
	for i := range d.Ladders {
		for j := range d.Ladders[i].Steps {
			step := &d.Ladders[i].Steps[j]
			if step.Name != "" {
				o.Add(&run.Moment{Time: step.Time, Call: &capture.Call{Name: step.Name, Data: []byte(s), Exit: time.Unix(9, 0), Enter: time.Unix(8, 0), Code: code.Line{File: s, Line: 7, Text: s}}})
			}
			if step.Packet > 0 {
				p := &capture.Packet{Number: step.Packet, Data: []byte(s), Payload: []byte(s), Comment: s, Problem: s, Proto: capture.UDP, PayloadLength: len(s), Length: 9000}
				m := &run.Moment{Kind: run.Packet, Entry: capture.Entry{Packet: p}}
				m.Packet = p
				o.Add(m)
			}
		}
	}
	return o
}

// Nothing that comes off the wire reaches a cell that a terminal would obey.
func TestHostile(t *testing.T) {
	for _, ascii := range []bool{false, true} {
		for _, s := range rendertest.Hostile() {
			d := stored(t, "tcp")
			rendertest.Poison(d, s)
			v := fullscreen.New(d, calls(d, s), fullscreen.Options{Name: s, Notice: s, Detail: render.Full, ASCII: ascii})
			v.Resize(80, 24)
			for _, key := range append(strings.Split("e e d t ? x s space enter s a enter end m home = f = p right 1 p w / "+s, " "), "enter") {
				v.Key(key)
				v.Each(func(x, y int, char rune, _ text.Appearance) {
					if char != 0 && (!unicode.IsPrint(char) || unicode.Is(unicode.M, char) || ascii && char > unicode.MaxASCII) {
						t.Fatalf("%q: %q in cell %d,%d", s, char, x, y)
					}
				})
			}
		}
	}
}

// What has no step says so, and takes every key.
func TestEmpty(t *testing.T) {
	v := fullscreen.New(&render.Diagram{Notes: []string{"None of the recording's packets is picked."}}, &walk.Originals{}, fullscreen.Options{Name: "empty.pcap"})
	v.Resize(80, 24)
	press(t, v, "space b left right c C [ ] tab f F end home / x enter n J K d d d e t z h h m p space = s w y p")
	if shown := screen(v); !strings.Contains(shown, "There is nothing to go through") || !strings.Contains(shown, "None of the recording's packets is picked.") {
		t.Error(shown)
	}
	v.Click(3, 3)
	v.Wheel(3, 3, true)
}

// A file is replaced only if that is wanted, and the picture is copied as it is shown.
func TestSaving(t *testing.T) {
	v := open(t, "tcp", 80, 24)
	for _, tt := range []struct{ keys, shows string }{
		{"w", "save as (.svg .pdf .html .mmd .pcapng …): ▮"}, {"r u n . s v g", "pcapng …): run.svg▮"}, {"enter", "saved as run.svg"},
		{"w t h e r e enter", "Replace it? y: yes, any other key: no. There is “there”"}, {"n", "nothing is written"}, {"w t h e r e enter y", "saved as there"},
		{"w x backspace backspace", "Space: next"}, {"w escape", "Space: next"}, {"y", "copied: 28"}, {"z y", "copied: 10"},
		{"z s down space enter y", "copied: 17"},
	} {
		if press(t, v, tt.keys); !strings.Contains(screen(v), tt.shows) {
			t.Errorf("%s does not show %q:\n%s", tt.keys, tt.shows, screen(v))
		}
	}
	if v.Say("saved later"); !strings.Contains(screen(v), "saved later") {
		t.Error("what is said is not shown")
	}
}

// What is hidden is not told either: not how many findings there are, nor what rests on later steps.
func TestHiddenIsNotTold(t *testing.T) {
	v := open(t, "backlog", 100, 60)
	if press(t, v, "d"); !strings.Contains(screen(v), "repair:") && !strings.Contains(screen(v), "! ") {
		t.Fatalf("there is no finding:\n%s", screen(v))
	}
	for _, key := range []string{"h", "h p"} {
		if press(t, v, key); strings.Contains(screen(v), "1 finding") || strings.Contains(screen(v), "! ") {
			t.Errorf("%s: a finding is told:\n%s", key, screen(v))
		}
	}
}

// The remote control of a presenter has two keys: with these, and questions, one gets to the end and back.
func TestRemote(t *testing.T) {
	for _, name := range []string{"contrast", "backlog", "wire/synack-loss"} {
		v := open(t, name, 80, 24)
		press(t, v, "p")
		questions := 0
		for range 400 {
			if press(t, v, "pagedown"); strings.Contains(screen(v), "What will the wire show next?") {
				questions++
			}
			if strings.Contains(screen(v), "this is the last step") {
				break
			}
		}
		if !strings.Contains(screen(v), "this is the last step") || questions < 5 {
			t.Errorf("%s: %d questions:\n%s", name, questions, screen(v))
		}
		for range 400 {
			press(t, v, "pageup")
		}
		if !strings.Contains(screen(v), "this is the first step") {
			t.Errorf("%s:\n%s", name, screen(v))
		}
	}
}

// What was seen already is not asked about, and a click takes a question back.
func TestAskedOnce(t *testing.T) {
	v := open(t, "tcp", 80, 24)
	const question = "What will the wire show next?"
	if press(t, v, "p right"); !strings.Contains(screen(v), question) {
		t.Fatalf("nothing is asked:\n%s", screen(v))
	}
	if v.Click(10, 6); strings.Contains(screen(v), question) {
		t.Errorf("it is still asked:\n%s", screen(v))
	}
	press(t, v, "end home")
	for range 40 {
		if press(t, v, "space"); strings.Contains(screen(v), question) {
			t.Fatalf("it is asked about what was seen:\n%s", screen(v))
		}
	}
}

// These keys leave; while something is typed, they are text.
func TestLeaving(t *testing.T) {
	for _, key := range []string{"q", "Q", "ctrl-c"} {
		if v := open(t, "tcp", 80, 24); !v.Key(key) {
			t.Errorf("%s does not leave", key)
		}
	}
	if v := open(t, "tcp", 80, 24); v.Key("escape") || !strings.Contains(screen(v), "q leaves") {
		t.Error("Esc, which may be the beginning of another key, leaves")
	}
	v := open(t, "tcp", 80, 24)
	press(t, v, "/ q Q escape ? q ? escape")
	if v.Key("/"); !v.Key("ctrl-c") {
		t.Error("^C does not leave while something is typed")
	}
}

// Whatever is pressed on a screen of whatever size, cells lie on the screen and none is obeyed.
func FuzzDisplay(f *testing.F) {
	f.Add("   b]]f/ab\rnNdetzhm?x", uint8(80), uint8(24))
	f.Add("dddtttteee", uint8(0), uint8(0))
	f.Add("zm z m]h ", uint8(255), uint8(60))
	f.Add("p 1 2b  pms x\rs=  =sa\rp>4<", uint8(80), uint8(24))
	names := map[rune]string{'\r': "enter", '\t': "tab", '\x1b': "escape", '<': "left", '>': "right", '\x7f': "backspace", '^': "home", '$': "end"}
	f.Fuzz(func(t *testing.T, keys string, width, height uint8) {
		v := open(t, "contrast", int(width), int(height))
		for i, r := range []rune(keys) {
			name := names[r]
			if name == "" {
				name = string(r)
			}
			v.Key(name)
			if r == '@' {
				v.Resize(int(height), i)
				width, height = height, uint8(i)
			}
			v.Click(i, i/2)
		}
		v.Each(func(x, y int, char rune, _ text.Appearance) {
			if x < 0 || x >= int(width) || y < 0 || y >= int(height) || char != 0 && !unicode.IsPrint(char) {
				t.Fatalf("%q in cell %d,%d of %d,%d", char, x, y, width, height)
			}
		})
	})
}
