package view

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"

	"wireladder/capture"
	"wireladder/cmd/console"
	"wireladder/cmd/flags"
	"wireladder/cmd/report"
	"wireladder/cmd/report/output"
	"wireladder/cmd/report/sink"
	"wireladder/render"
	"wireladder/render/lanes"
	"wireladder/render/text/fullscreen"
)

// Retell shows what a room has once more, elsewhere: it reads the file again, or takes the recording. It reports
// whether a view was heeded.
type Retell func(ctx context.Context, to *report.Options, v sink.View) (viewed bool, err error)

// RetellRun returns what shows a run again that has ended.
func RetellRun(rec *capture.Recording) Retell {
	return func(ctx context.Context, to *report.Options, _ sink.View) (viewed bool, err error) {
		r, err := report.NewLive(ctx, rec.Origin, to)
		if err != nil {
			return false, err
		}
		defer r.Abort()
		for _, e := range rec.Entries {
			if err := r.Add(e); err != nil {
				return false, err
			}
		}
		r.Lost(rec.Drops)
		_, err = r.Finish(true)
		return false, err
	}
}

// saver writes copies while the view goes on, one at a time. Make one with newSaver.
type saver struct {
	ctx     context.Context //nolint:containedctx // that of the view, in which all goes on
	console *console.Console
	retell  Retell
	most    int
	told    chan string // what became of a copy
	writes  sync.Mutex  // held while one is written
}

// newSaver returns a saver, and what waits until it is done: it leaves no half of a file.
func newSaver(ctx context.Context, c *console.Console, retell Retell, most int) (s *saver, end func()) {
	ctx, cancel := context.WithCancel(ctx)
	s = &saver{ctx: ctx, console: c, retell: retell, most: most, told: make(chan string, 1)}
	return s, func() {
		cancel()
		s.writes.Lock()
	}
}

// save begins to write a copy: see fullscreen.Options.
func (s *saver) save(c fullscreen.Copy) (said string, exists bool) {
	out := &flags.OutputOptions{Files: []string{c.File}}
	switch err := out.Check(s.console); {
	case c.File == "-":
		return "stdout is this screen: name a file", false
	case err != nil:
		return err.Error(), false
	}
	if _, err := os.Lstat(c.File); err == nil && !c.Replace {
		return "", true
	}
	if !s.writes.TryLock() {
		return "wait: the last one is still being written", false
	}
	go func() {
		defer s.writes.Unlock()
		s.tell(s.write(c, out))
	}()
	return fmt.Sprintf("writing %q …", c.File), false
}

// tell says what became of a copy, in place of what became of another that nobody was told of.
func (s *saver) tell(said string) {
	select {
	case <-s.told:
	default:
	}
	s.told <- said // there is room: one copy is written at a time
}

// write writes a copy, and returns what became of it.
func (s *saver) write(c fullscreen.Copy, out *flags.OutputOptions) string {
	own, further := flags.PictureOptions{Color: "never", Explain: "brief", ASCII: c.ASCII}, []string(nil)
	to := own.Options(s.console, out)
	to.Stdout, to.OwnScreen, to.Further = io.Discard, true, func(name string) { further = append(further, name) }
	to.Picture.Focus, to.Picture.Lanes, to.Picture.Times = c.Focus, c.Lanes, c.Times
	if to.Picture.Detail = c.Detail; c.Detail == render.None { // sentences don't stand beside the ladder there
		to.Picture.Detail = render.Brief
	}
	v, chosen := sink.View{MaxSteps: s.most}, len(c.Only) > 0
	if chosen {
		to.Picture.Focus, to.Picture.Lanes, v.Made = false, lanes.Sockets, c.Shown
	}
	switch viewed, err := s.retell(s.ctx, &to, v); {
	case s.ctx.Err() != nil && err != nil:
		discard(err)
		return "nothing is written"
	case err != nil:
		return strings.ReplaceAll(err.Error(), "\n", "; ")
	case chosen && (!viewed || out.Destinations()[0].Format.IsSaved()):
		return fmt.Sprintf("saved as %q, with all sockets", c.File)
	case len(further) > 0:
		return fmt.Sprintf("saved as %q, and on in %q", c.File, further)
	}
	return fmt.Sprintf("saved as %q", c.File)
}

// discard removes what a copy that was given up has left: nobody is told of it any more.
func discard(err error) {
	var (
		failed *output.Error
		fault  *report.FaultError
	)
	if errors.As(err, &failed) && failed.Kept != "" {
		_ = os.Remove(failed.Kept)
	}
	if errors.As(err, &fault) {
		for _, kept := range fault.Before {
			_ = os.Remove(kept.As)
		}
	}
}
