package view

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/gdamore/tcell/v3"
	"github.com/gdamore/tcell/v3/vt"

	"wireladder/cmd/report/source"
	"wireladder/render"
	"wireladder/render/rendertest"
	"wireladder/render/text"
	"wireladder/render/text/fullscreen"
	"wireladder/render/walk"
)

// attended is a display on a terminal by hand.
type attended struct {
	t      *testing.T
	term   vt.MockTerm
	screen tcell.Screen
	end    chan error
}

// sit shows a stored diagram on a terminal by hand.
func sit(ctx context.Context, t *testing.T) *attended {
	t.Helper()
	a := &attended{t: t, term: vt.NewMockTerm(vt.MockOptSize{X: 80, Y: 24}), end: make(chan error, 1)}
	var err error
	if a.screen, err = tcell.NewTerminfoScreenFromTty(a.term); err != nil {
		t.Fatal(err)
	}
	if err := a.screen.Init(); err != nil {
		t.Fatal(err)
	}
	d := rendertest.ReadDiagram(t, "../../render/testdata/tcp.diagram.txt")
	v := fullscreen.New(d, &walk.Originals{}, fullscreen.Options{Name: "tcp", Detail: render.None})
	go func() {
		defer a.screen.Fini()
		a.end <- attend(ctx, a.screen, v, true, besides{})
	}()
	return a
}

// await waits until the terminal shows what is expected; a test that waits in vain is ended by the
// time that all have.
func (a *attended) await(expected string) {
	a.t.Helper()
	for !strings.Contains(a.shown(), expected) {
		select {
		case err := <-a.end:
			a.t.Fatalf("it has ended, without %q: %v\n%s", expected, err, a.shown())
		default:
		}
	}
}

// shown returns what the terminal shows.
func (a *attended) shown() string {
	var b strings.Builder
	size, err := a.term.WindowSize()
	if err != nil {
		a.t.Fatal(err)
	}
	for y := range size.Height {
		for x := range size.Width {
			b.WriteString(a.term.GetCell(vt.Coord{X: vt.Col(x), Y: vt.Row(y)}).C)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// Octets of keys and of the mouse do what they are for, and a screen that is resized is drawn anew.
func TestAttend(t *testing.T) {
	t.Parallel()
	a := sit(t.Context(), t)
	a.await("step 1 of 28")
	for _, tt := range []struct{ typed, shows string }{
		{" ", "step 2 of 28"}, {"\x1b[B", "step 3 of 28"}, {"\x1b[6~", "step 4 of 28"}, {"\x1b[5~", "step 3 of 28"}, {"k", "step 2 of 28"},
		{"\x1b[C", "packet 1,"}, {"\x1b[C", "packet 2,"}, {"\x1b[D", "packet 1,"}, {"\x1b[F", "step 28 of 28"}, {"\x1b[H", "step 1 of 28"},
		{"/fin", "/fin▮"}, {"\r", "FIN,ACK seq=7 ack=7"}, {"\t", "FIN,ACK seq=7 ack=8"}, {"\x1b[Z", "FIN,ACK seq=7 ack=7"},
		{"g", "step 1 of 28"}, {"\x1b[<65;10;5M", "step 2 of 28"}, {"\x1b[<0;10;9M\x1b[<0;10;9m", "setsockopt(SO_REUSEADDR, 1)\n"},
		{"?", "any key: back"}, {"x", "q: leave"},
	} {
		a.term.SendRaw([]byte(tt.typed))
		a.await(strings.TrimSuffix(tt.shows, "\n"))
	}
	a.term.SetSize(vt.Coord{X: 60, Y: 16})
	a.await("?:…")
	a.term.SendRaw([]byte("q"))
	if err := <-a.end; err != nil {
		t.Error(err)
	}
}

// A signal ends it as it ends all else.
func TestInterrupted(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	a := sit(ctx, t)
	a.await("step 1 of 28")
	cancel()
	if err := <-a.end; !errors.Is(err, source.ErrInterrupted) {
		t.Error(err)
	}
}

// Without colours nothing has one, and what is in hand is told all the same.
func TestStyle(t *testing.T) {
	t.Parallel()
	red := text.Appearance{Bold: true, Color: 1}
	if s := styleOf(red, true); s.GetForeground() != tcell.PaletteColor(1) || !s.HasBold() {
		t.Errorf("red: %+v", s)
	}
	if s := styleOf(red, false); s.GetForeground() != tcell.StyleDefault.GetForeground() || !s.HasBold() {
		t.Errorf("without colours: %+v", s)
	}
	if s := styleOf(text.Appearance{Reverse: true}, false); !s.HasReverse() {
		t.Errorf("in hand: %+v", s)
	}
}
