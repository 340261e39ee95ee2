package text_test

import (
	"bytes"
	"net/netip"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"github.com/mattn/go-runewidth"

	"wireladder/capture"
	"wireladder/capture/runtest"
	"wireladder/render"
	"wireladder/render/focus"
	"wireladder/render/layout"
	"wireladder/render/rendertest"
	"wireladder/render/text"
)

// paint draws a recording.
func paint(t testing.TB, p text.Painter, rec *capture.Recording) string {
	t.Helper()
	var b bytes.Buffer
	d := rendertest.Build(rec)
	if err := p.Paint(&b, &d); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// paintStored draws a diagram that the tests of package render keep.
func paintStored(t *testing.T, p text.Painter, name string) string {
	t.Helper()
	return paintDiagram(t, p, stored(t, name))
}

// stored returns a diagram of package render's goldens.
func stored(t *testing.T, name string) *render.Diagram {
	t.Helper()
	return rendertest.ReadDiagram(t, "../testdata/"+name+".diagram.txt")
}

func paintDiagram(t *testing.T, p text.Painter, d *render.Diagram) string {
	t.Helper()
	var b bytes.Buffer
	if err := p.Paint(&b, d); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestGolden(t *testing.T) {
	for name, c := range map[string]struct {
		painter text.Painter
		diagram string
	}{
		"contrast-80":        {text.Painter{Width: 80}, "contrast"},
		"contrast-100":       {text.Painter{Width: 100}, "contrast"},
		"contrast-120":       {text.Painter{Width: 120}, "contrast"},
		"contrast-160":       {text.Painter{Width: 160}, "contrast"},
		"contrast-160-full":  {text.Painter{Width: 160, Detail: render.Full}, "contrast"},
		"contrast-80-ascii":  {text.Painter{ASCII: true, Detail: render.None}, "contrast"},
		"tcp-60":             {text.Painter{Width: 60}, "tcp"},
		"tcp-80-color":       {text.Painter{Color: true}, "tcp"},
		"tcp-120-full":       {text.Painter{Width: 120, Detail: render.Full}, "tcp"},
		"tcp-3-80":           {text.Painter{}, "tcp-3"},
		"tcp-3-160":          {text.Painter{Width: 160}, "tcp-3"},
		"tcp-12-80":          {text.Painter{Detail: render.None}, "tcp-12"},
		"udp-3-80-full":      {text.Painter{Detail: render.Full}, "udp-3"},
		"tcp-crossing-80":    {text.Painter{}, "tcp-crossing"},
		"backlog-80":         {text.Painter{}, "backlog"},
		"backlog-140-full":   {text.Painter{Width: 140, Detail: render.Full}, "backlog"},
		"backlog-80-ascii":   {text.Painter{ASCII: true, Detail: render.None}, "backlog"},
		"contrast-empty-msg": {text.Painter{}, "contrast-empty"},
	} {
		t.Run(name, func(t *testing.T) {
			rendertest.Golden(t, name+".txt", []byte(paintStored(t, c.painter, c.diagram)))
		})
	}
}

// hostile are texts that terminals obey, or on whose width they disagree.
var hostile = []string{
	"\x1b[2J\x1b]0;owned\x07", "tab\there", "\r\n\v\f\x00\x7f", "\u009b31m", "日本語テキスト",
	"e\u0301\u0301\u0301", "\u202eevil", "שלום", "\xff\xfe", "👩‍👩‍👧", strings.Repeat("x", 60000),
	"\u200b\u200d\ufeff", "\U000E0041", "ﷺ", "\u2028",
}

func TestHostileTextIsTamed(t *testing.T) {
	for _, s := range hostile {
		for _, ascii := range []bool{false, true} {
			checkTame(t, paint(t, text.Painter{ASCII: ascii, Detail: render.Full}, runtest.Run{Text: s}.Contrast()), 80, ascii)
		}
	}
}

// A picture that is folded keeps to its width, too, and says what the rows stand for.
func TestFoldedPictures(t *testing.T) {
	for _, name := range []string{"backlog", "contrast", "tcp-3", "tcp-12", "udp-3", "wire/fast-retransmit", "wire/synack-loss"} {
		d := focus.Of(stored(t, name))
		for width := layout.MinWidth; width <= layout.MaxWidth; width += 5 {
			picture := paintDiagram(t, text.Painter{Width: width}, d)
			checkTame(t, picture, width, false)
			if !strings.Contains(picture, "handshake: ") && !strings.Contains(picture, "folded: ") && !strings.Contains(picture, "socket, bind") {
				t.Errorf("%s: nothing is folded in %d cells:\n%s", name, width, picture)
			}
		}
	}
	rendertest.Golden(t, "tcp-3-100-focus.txt", []byte(paintDiagram(t, text.Painter{Width: 100}, focus.Of(stored(t, "tcp-3")))))
	rendertest.Golden(t, "contrast-100-focus.txt", []byte(paintDiagram(t, text.Painter{Width: 100}, focus.Of(stored(t, "contrast")))))
}

// Heads stand in every screen of a long picture, of the lifelines that are there, and nothing else
// changes.
func TestHeadsAreRepeated(t *testing.T) {
	const screen = 24
	for _, width := range []int{80, 140} {
		d := stored(t, "tcp-3")
		plain := paintDiagram(t, text.Painter{Width: width}, d)
		long := strings.Split(paintDiagram(t, text.Painter{Width: width, Screen: screen}, d), "\n")
		var rest []string
		without := 0
		for i := 0; i < len(long); i++ {
			if without++; strings.Contains(long[i], "server") && !strings.ContainsAny(long[i], "│┃,;:") {
				without = 0
				if i > 10 {
					i++ // its second row
					continue
				}
			}
			if without > screen+12 && i < len(long)-10 {
				t.Errorf("%d cells: %d rows without heads before row %d:\n%s", width, without, i, strings.Join(long, "\n"))
				break
			}
			rest = append(rest, long[i])
		}
		if diff := cmp.Diff(strings.Split(plain, "\n"), rest); diff != "" {
			t.Errorf("%d cells: more than heads differs:\n%s", width, diff)
		}
	}
}

// checkTame checks that a picture holds nothing that a terminal obeys, and
// that no line is wider than width.
func checkTame(t *testing.T, picture string, width int, ascii bool) {
	t.Helper()
	cells := runewidth.Condition{StrictEmojiNeutral: true}
	for line := range strings.Lines(picture) {
		line = strings.TrimSuffix(line, "\n")
		for _, r := range line {
			if !unicode.IsPrint(r) || unicode.Is(unicode.M, r) || unicode.Is(unicode.Cf, r) || ascii && r > '~' {
				t.Errorf("%q holds %q", line, r)
			}
		}
		if n := cells.StringWidth(line); n > width {
			t.Errorf("%d cells instead of %d: %q", n, width, line)
		}
	}
}

// Wide characters in a payload leave the columns straight: the listening
// socket's line stands in the same cell in every row that shows it.
func TestColumnsStayStraight(t *testing.T) {
	narrow := strings.Split(paint(t, text.Painter{}, runtest.Run{Text: "hello"}.UDP()), "\n")
	wide := strings.Split(paint(t, text.Painter{}, runtest.Run{Text: "日本語"}.UDP()), "\n")
	for i := range narrow {
		if a, b := lastCell(narrow[i]), lastCell(wide[i]); a != b {
			t.Errorf("line %d ends in cell %d with narrow, %d with wide characters", i+1, a, b)
		}
	}
}

func lastCell(line string) int { return (&runewidth.Condition{}).StringWidth(line) }

func TestNoColorWithoutColor(t *testing.T) {
	if s := paint(t, text.Painter{}, runtest.Run{Text: "x"}.Contrast()); strings.Contains(s, "\x1b") {
		t.Error("an escape sequence without Color")
	}
}

// Without its colours the coloured picture is the plain one: nothing is told
// by colour alone.
func TestColorAddsNothing(t *testing.T) {
	rec := runtest.Run{Text: "hello"}
	colored := paint(t, text.Painter{Color: true}, rec.Contrast())
	if !strings.Contains(colored, "\x1b[") {
		t.Fatal("no colour")
	}
	if stripSGR(colored) != paint(t, text.Painter{}, rec.Contrast()) {
		t.Error("the coloured picture differs in more than its colours")
	}
}

// stripSGR removes "ESC [ … m".
func stripSGR(s string) string {
	var b strings.Builder
	for {
		i := strings.Index(s, "\x1b[")
		if i < 0 {
			return b.String() + s
		}
		b.WriteString(s[:i])
		s = s[i+strings.IndexByte(s[i:], 'm')+1:]
	}
}

func FuzzPaint(f *testing.F) {
	for i, s := range hostile {
		if len(s) < 1000 {
			f.Add(s, 60+i*10, 1+i%4, i%2 == 0)
		}
	}
	f.Fuzz(func(t *testing.T, s string, width, clients int, ascii bool) {
		width, clients = 60+abs(width)%140, 1+abs(clients)%4
		rec := runtest.Run{Text: s, Clients: clients}.Contrast()
		for _, detail := range []render.Detail{render.Brief, render.None, render.Full} {
			checkTame(t, paint(t, text.Painter{Width: width, ASCII: ascii, Detail: detail}, rec), width, ascii)
		}
	})
}

func abs(n int) int { return max(n, -(n + 1)) }

// Where all sockets of a side share one lifeline, an accepted one does not begin
// beside the listening one: that would be its own end, too.
func TestAcceptInOneLifeline(t *testing.T) {
	rec := runtest.Backlog()
	accept := rec.Entries[slices.IndexFunc(rec.Entries, func(e capture.Entry) bool {
		return e.Call != nil && e.Call.Name == "accept" && e.Call.Result > 0
	})].Call
	for i := range 8 {
		c := *accept
		c.Result += int64(10 + i)
		c.Remote = netip.AddrPortFrom(c.Remote.Addr(), c.Remote.Port()+100+uint16(i))
		rec.Entries = append(rec.Entries, capture.Entry{Call: &c})
	}
	picture := paint(t, text.Painter{}, rec)
	if !strings.Contains(picture, " sockets") {
		t.Fatalf("the sockets have lifelines of their own:\n%s", picture)
	}
	if strings.Contains(picture, "─┌") {
		t.Errorf("a socket begins to the right of its lifeline:\n%s", picture)
	}
}

// What a program does when its socket is closed does not stand at a lifeline that goes on.
func TestBehindTheEndOfALifeline(t *testing.T) {
	s := runtest.NewScript("")
	c := capture.Call{Process: capture.Process{Name: "server"}, Proto: capture.UDP, FD: -1, Name: "socket", Result: 3}
	s.Call(c)
	c.Name, c.FD, c.Result = "close", 3, 0
	s.Call(c)
	c.Name, c.FD, c.Proto = "exit", -1, capture.Undecoded
	s.Call(c)
	for _, tt := range []struct {
		ascii bool
		want  string
	}{{false, "┊─ exits with 0"}, {true, ":- exits with 0"}} {
		if picture := paint(t, text.Painter{Width: 80, ASCII: tt.ascii}, s.Recording()); !strings.Contains(picture, tt.want) {
			t.Errorf("no %q in\n%s", tt.want, picture)
		}
	}
}

// No explanation touches a lifeline, however little room there is; a state touches its own alone.
func TestTextKeepsOffLifelines(t *testing.T) {
	const lifelines, words = "│┃┊", "abcdefghijklmnopqrstuvwxyz().,;:"
	between := regexp.MustCompile("[" + lifelines + `]\[[^]]*\][` + lifelines + "]")
	for _, detail := range []render.Detail{render.Brief, render.Full} {
		for _, rec := range []*capture.Recording{runtest.Run{Text: "hello", Clients: 3}.TCP(), runtest.Backlog(), runtest.Selecting()} {
			for n, row := range strings.Split(paint(t, text.Painter{Width: 80, Detail: detail}, rec), "\n") {
				if between.MatchString(row) {
					t.Errorf("detail %d, row %d: %s", detail, n+1, row)
				}
				runes := []rune(row)
				for i := 1; i < len(runes); i++ {
					a, b := string(runes[i-1]), strings.ToLower(string(runes[i]))
					if strings.Contains(lifelines, a) && strings.Contains(words, b) || strings.Contains(lifelines, b) && strings.Contains(words, strings.ToLower(a)) {
						t.Errorf("detail %d, row %d: %s", detail, n+1, row)
						break
					}
				}
			}
		}
	}
}
