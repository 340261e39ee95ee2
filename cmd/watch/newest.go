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
	"wireladder/cmd/web/ongoing"
	"wireladder/render"
	"wireladder/render/text/scroll"
	"wireladder/render/walk"
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
	_ onlooker = (*newest)(nil)
)

// showplace is where a picture is shown that takes the place of the last, until the user has left.
type showplace interface {
	Show(d *render.Diagram, o *walk.Originals)
	IsReady() bool
	End(d *render.Diagram, o *walk.Originals)
	Left() <-chan struct{}
}

var (
	_ showplace = (*view.OngoingView)(nil)
	_ showplace = (*ongoing.Broadcast)(nil)
)

// errLeft is that the user has left the screen.
var errLeft = errors.New("the screen is left")

// newest shows the newest packets on the whole screen or on a page, as often as there is time for it.
type newest struct {
	tail    *tail.Tail
	place   showplace
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

// newNewest returns what shows the newest packets of a capture, so many at most, nowhere yet.
func newNewest(c *console.Console, o *options, origin capture.Origin, names tail.Namer, most int) *newest {
	p := o.Picture.Picture(c)
	return &newest{tail: tail.New(origin, most), names: names, printer: rows.New(c.Stdout, scroll.Options{Style: p.Screen, Detail: p.Detail})}
}

// newWholeScreen takes the terminal until the user leaves; what it returns gives it back.
func newWholeScreen(ctx context.Context, c *console.Console, o *options, n *newest) (leave func() error, err error) {
	seen, err := view.Follow(ctx, c, o.Picture, o.Interface)
	if err != nil {
		return nil, err
	}
	n.place = seen
	return func() error { seen.Leave(); return nil }, nil
}

// Add implements onlooker. What is not drawn is there all the same, without names of programs.
func (s *newest) Add(p *capture.Packet, drawn bool) error {
	s.fresh = true
	if m := s.tail.Add(p); drawn {
		s.names.Name(m)
	}
	return nil
}

// Missed implements onlooker.
func (s *newest) Missed(packets int) error {
	s.fresh = true
	s.tail.Missed(packets)
	return s.Write()
}

// Write implements onlooker.
func (s *newest) Write() error {
	select {
	case <-s.place.Left():
		return errLeft
	default:
	}
	now := time.Now()
	if !s.fresh || now.Before(s.due) || !s.place.IsReady() {
		return nil
	}
	s.place.Show(s.tail.Picture(false))
	s.fresh, s.due = false, time.Now().Add(max(shownTime, shownPart*time.Since(now)))
	return nil
}

// Idle implements onlooker.
func (s *newest) Idle() error { return s.Write() }

// Close implements onlooker. Who has not left looks at what there is until he does.
func (s *newest) Close(capture.Drops) error {
	d, o := s.tail.Picture(true)
	s.place.End(d, o)
	<-s.place.Left()
	for _, found := range s.tail.Findings() {
		if err := s.printer.Finding(found.Brief, found.Repair); err != nil {
			return err
		}
	}
	return s.printer.Write()
}
