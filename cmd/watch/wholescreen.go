package watch

import (
	"context"
	"errors"
	"time"

	"wireladder/capture"
	"wireladder/cmd/console"
	"wireladder/cmd/report"
	"wireladder/cmd/report/rows"
	"wireladder/cmd/report/tail"
	"wireladder/cmd/view"
	"wireladder/render/text/scroll"
)

// onlooker is shown packets while they come.
type onlooker interface {
	// Add takes the next packet, decoded and numbered, which is not changed any more; drawn says that there is time
	// to draw it.
	Add(p *capture.Packet, drawn bool) error
	// Missed says that so many packets are not given to it.
	Missed(packets int) error
	// Write shows what has come: more comes at once. Idle is for when nothing comes for a while.
	Write() error
	Idle() error
	// Close is for the end, after a capture that lost packets.
	Close(lost capture.Drops) error
}

var (
	_ onlooker = (*report.WatchReport)(nil)
	_ onlooker = (*wholeScreen)(nil)
)

// errLeft is that the user has left the screen.
var errLeft = errors.New("the screen is left")

// wholeScreen shows the newest packets on the whole screen, as often as there is time for it.
type wholeScreen struct {
	tail    *tail.Tail
	view    *view.OngoingView
	names   tail.Namer
	printer *rows.Ongoing // which tells at the end what went wrong
	fresh   bool          // something has come since it was drawn
	due     time.Time     // when it may be drawn again
}

// How long a picture is shown at least, and for how many times as long as it took to draw: who captures needs the
// processors as well.
const (
	shownTime = 40 * time.Millisecond
	shownPart = 8
)

// newWholeScreen takes the terminal until the user leaves.
func newWholeScreen(ctx context.Context, c *console.Console, o *options, origin capture.Origin, names tail.Namer) (*wholeScreen, error) {
	seen, err := view.Follow(ctx, c, o.Picture, o.Interface)
	if err != nil {
		return nil, err
	}
	p := o.Picture.Picture(c)
	return &wholeScreen{
		tail: tail.New(origin), view: seen, names: names,
		printer: rows.New(c.Stdout, scroll.Options{Style: p.Screen, Detail: p.Detail}),
	}, nil
}

// Add implements onlooker. What is not drawn is there all the same, without names of programs.
func (s *wholeScreen) Add(p *capture.Packet, drawn bool) error {
	s.fresh = true
	if m := s.tail.Add(p); drawn {
		s.names.Name(m)
	}
	return nil
}

// Missed implements onlooker.
func (s *wholeScreen) Missed(packets int) error {
	s.fresh = true
	s.tail.Missed(packets)
	return s.Write()
}

// Write implements onlooker.
func (s *wholeScreen) Write() error {
	select {
	case <-s.view.Left():
		return errLeft
	default:
	}
	now := time.Now()
	if !s.fresh || now.Before(s.due) || !s.view.IsReady() {
		return nil
	}
	s.view.Show(s.tail.Picture(false))
	s.fresh, s.due = false, time.Now().Add(max(shownTime, shownPart*time.Since(now)))
	return nil
}

// Idle implements onlooker.
func (s *wholeScreen) Idle() error { return s.Write() }

// Close implements onlooker. Who has not left looks at what there is until he does.
func (s *wholeScreen) Close(capture.Drops) error {
	d, o := s.tail.Picture(true)
	s.view.End(d, o, "the capture has ended: b goes back, / searches, q leaves and tells more")
	<-s.view.Left()
	for _, found := range s.tail.Findings() {
		if err := s.printer.Finding(found.Brief, found.Repair); err != nil {
			return err
		}
	}
	return s.printer.Write()
}

// leave gives the terminal back.
func (s *wholeScreen) leave() error {
	s.view.Leave()
	return nil
}
