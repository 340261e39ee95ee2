package ongoing

import (
	"bytes"
	"context"
	"errors"
	"math"
	"sync/atomic"
	"time"

	"wireladder/cmd/console"
	"wireladder/cmd/failure"
	"wireladder/cmd/flags"
	"wireladder/cmd/room"
	"wireladder/cmd/web"
	"wireladder/render"
	"wireladder/render/html"
	"wireladder/render/walk"
)

// Broadcast is a page that is served while something goes on, until its context ends. Make one with Serve. It is for
// one goroutine.
type Broadcast struct {
	meeting *room.Meeting
	painter html.Painter
	waiting chan unshown // what is to be shown; the last one takes the place of one that was not
	ready   atomic.Int64 // when another may be painted, in ns since 1970
	left    chan struct{}
	err     error // to be read when left is closed
	leave   func()
}

// unshown is what there is of what goes on.
type unshown struct {
	diagram   *render.Diagram
	originals *walk.Originals
	over      bool
}

// How long a picture is shown at least; for how many times as long as it took to paint; and as long that all who
// look at it get no more octets a second than a wireless network has for a room.
const (
	shownTime = 250 * time.Millisecond
	shownPart = 8
	mostSent  = 12 << 20
)

// Serve tells the links, and serves a page that has nothing yet but the title of a diagram. The invitation is one
// to what goes on: see html.Served.
func Serve(ctx context.Context, c *console.Console, o *flags.PictureOptions, d *render.Diagram, at *web.Invitation) (*Broadcast, error) {
	p := &Broadcast{painter: html.Painter{Detail: flags.Details[o.Explain], Served: at.Served()}, waiting: make(chan unshown, 1), left: make(chan struct{})}
	style := o.Style(c, c.Stdout)
	var page bytes.Buffer
	if err := p.painter.Paint(&page, d); err != nil {
		return nil, failure.Of(err, "")
	}
	var err error
	if p.meeting, err = at.Meet(c, page.Bytes(), 0, web.Ink{Color: style.Color, ASCII: style.ASCII}); err != nil {
		return nil, err
	}
	ctx, p.leave = context.WithCancel(ctx)
	painted := make(chan error, 1)
	go func() { painted <- p.paint(ctx) }()
	go func() {
		defer close(p.left)
		err := at.Serve(ctx, p.meeting)
		p.leave()
		p.err = errors.Join(err, <-painted)
	}()
	return p, nil
}

// IsReady reports whether a picture may be shown, and somebody is there to look at it.
func (p *Broadcast) IsReady() bool {
	pages, _, _ := p.meeting.Open()
	return pages > 0 && len(p.waiting) == 0 && time.Now().UnixNano() >= p.ready.Load()
}

// Show shows what there is now. It waits for nobody.
func (p *Broadcast) Show(d *render.Diagram, o *walk.Originals) {
	p.put(unshown{diagram: d, originals: o})
}

// End shows what there was when nothing more comes, whoever is there.
func (p *Broadcast) End(d *render.Diagram, o *walk.Originals) {
	p.put(unshown{diagram: d, originals: o, over: true})
}

// put hands over what is to be shown.
func (p *Broadcast) put(now unshown) {
	for {
		select {
		case p.waiting <- now:
			return
		case <-p.waiting: // it was not painted yet
		}
	}
}

// Left returns what is closed when the page is not served any more.
func (p *Broadcast) Left() <-chan struct{} { return p.left }

// Leave ends it, and returns what has kept it from being served.
func (p *Broadcast) Leave() error {
	p.leave()
	<-p.left
	return p.err
}

// paint paints what is to be shown, until the context ends. What it can't paint ends the page.
func (p *Broadcast) paint(ctx context.Context) error {
	for {
		s, ok := p.next(ctx)
		if !ok {
			return nil
		}
		p.ready.Store(math.MaxInt64)
		began := time.Now()
		size, err := p.show(&s)
		if err != nil {
			p.leave()
			return failure.Of(err, "")
		}
		pages, _, _ := p.meeting.Open()
		pause := max(shownTime, shownPart*time.Since(began), time.Duration(pages)*time.Duration(size)*time.Second/mostSent)
		p.ready.Store(time.Now().Add(pause).UnixNano())
	}
}

// next waits for what may be painted.
func (p *Broadcast) next(ctx context.Context) (s unshown, ok bool) {
	var steers <-chan struct{}
	for has := false; ; {
		select {
		case s = <-p.waiting:
			has = true
		case <-steers:
		case <-ctx.Done():
			return s, false
		}
		if has {
			var step int
			if _, step, steers = p.meeting.Open(); step < 0 || step >= html.FirstStep(s.diagram) {
				return s, true
			}
			p.meeting.Came(walk.LastPacket(s.diagram), s.over)
		}
	}
}

// show paints a picture and has it shown. It returns how many octets each page is sent.
func (p *Broadcast) show(s *unshown) (size int, err error) {
	p.painter.Frames = html.FramesOf(s.diagram, s.originals)
	made, err := p.painter.Update(s.diagram)
	if err != nil {
		return 0, err
	}
	return p.meeting.Show(&room.Edition{Text: made.Text, First: made.First, Last: made.Last, Packets: walk.LastPacket(s.diagram), Over: s.over})
}
