package view

import (
	"context"
	"fmt"
	"os"

	"github.com/gdamore/tcell/v3"

	"wireladder/cmd/console"
	"wireladder/cmd/failure"
	"wireladder/cmd/flags"
	"wireladder/cmd/report/source"
	"wireladder/cmd/view/terminal"
	"wireladder/render/text"
	"wireladder/render/text/fullscreen"
)

// Show shows the room on the terminal until the user leaves it, or a signal ends that.
func (r *Room) Show(ctx context.Context, c *console.Console, o *flags.PictureOptions) error {
	style := o.Style(c, c.Stdout)
	screen, err := terminal.Open(c.Stdin)
	if err != nil {
		return unusable(err)
	}
	defer terminal.Leave(screen) // also after a panic
	v, said, end := r.display(ctx, c, o, screen)
	defer end()
	return failure.Of(attend(ctx, screen, v, style.Color, besides{said: said}), "")
}

// unusable says that there is no whole screen.
func unusable(err error) error { return failure.Of(fmt.Errorf("can't use the terminal: %w", err), "") }

// display returns the room as a display, what it says later, and what ends what it has begun.
func (r *Room) display(ctx context.Context, c *console.Console, o *flags.PictureOptions, screen tcell.Screen) (v *fullscreen.Display, said <-chan string, end func()) {
	options := fullscreen.Options{
		Name: r.name, Notice: r.notice(), Detail: flags.Details[o.Explain], Times: flags.Times[o.Time], Lanes: flags.Lanes[o.Lanes], Focus: o.Focus,
		ASCII: o.Style(c, c.Stdout).ASCII, Clip: clip(screen),
	}
	end = func() {}
	if r.retell != nil {
		var s *saver
		s, end = newSaver(ctx, c, r.retell, r.most)
		options.Save, said = s.save, s.told
	}
	return fullscreen.New(r.diagram, &r.originals, options), said, end
}

// attend hands keys to the display and its cells to the screen, until it is left. What comes besides is
// shown as well.
func attend(ctx context.Context, screen tcell.Screen, v *fullscreen.Display, colors bool, more besides) error {
	screen.EnableMouse(tcell.MouseButtonEvents)
	stops := make(chan os.Signal, 8)
	defer terminal.HeedStops(stops)()
	v.Resize(screen.Size())
	for {
		if len(screen.EventQ()) == 0 { // else more is to come at once
			show(screen, v, colors)
		}
		select {
		case <-ctx.Done():
			return source.ErrInterrupted
		case s := <-more.said:
			v.Say(s)
		case n := <-more.scenes:
			n.show(v)
		case s := <-stops:
			terminal.Stopped(s, screen, stops)
			v.Resize(screen.Size())
			screen.Sync()
		case e, open := <-screen.EventQ():
			if !open || take(screen, v, e, stops) {
				return nil
			}
		}
	}
}

// take takes an event, and reports whether it ends all.
func take(screen tcell.Screen, v *fullscreen.Display, e tcell.Event, stops chan<- os.Signal) bool {
	switch e := e.(type) {
	case *tcell.EventResize:
		screen.Sync()
		v.Resize(screen.Size()) // as the kernel has it: tmux 3.3 tells the event rows for columns
	case *tcell.EventKey:
		return pressed(screen, v, e, stops)
	case *tcell.EventMouse:
		x, y := e.Position()
		switch b := e.Buttons(); {
		case b&tcell.WheelDown != 0:
			v.Wheel(x, y, true)
		case b&tcell.WheelUp != 0:
			v.Wheel(x, y, false)
		case b&tcell.ButtonPrimary != 0:
			v.Click(x, y)
		}
	case *tcell.EventError:
		return true // the terminal has gone
	}
	return false
}

// show puts the display on the screen.
func show(screen tcell.Screen, v *fullscreen.Display, colors bool) {
	screen.Clear()
	v.Each(func(x, y int, char rune, a text.Appearance) {
		if char != 0 {
			screen.SetContent(x, y, char, nil, styleOf(a, colors))
		}
	})
	screen.HideCursor()
	screen.Show()
}

// styleOf returns what a cell looks like. Without colours, what is bold, faint or reversed is so still:
// the step in hand must be seen.
func styleOf(a text.Appearance, colors bool) tcell.Style {
	s := tcell.StyleDefault.Bold(a.Bold).Dim(a.Faint).Reverse(a.Reverse)
	if colors && a.Color > 0 {
		s = s.Foreground(tcell.PaletteColor(a.Color))
	}
	return s
}
