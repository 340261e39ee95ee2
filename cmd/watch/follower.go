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
	_ onlooker = (*follower)(nil)
)

// errLeft is that the user has left the screen.
var errLeft = errors.New("the screen is left")

// follower shows the newest packets on the whole screen, as often as there is time for it.
type follower struct {
	tail    *tail.Tail
	view    *view.Follower
	owner   tail.Owner
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

// newFollower takes the terminal until the user leaves.
func newFollower(ctx context.Context, c *console.Console, o *options, origin capture.Origin, owner tail.Owner) (*follower, error) {
	seen, err := view.Follow(ctx, c, o.Picture, o.Interface)
	if err != nil {
		return nil, err
	}
	p := o.Picture.Picture(c)
	return &follower{
		tail: tail.New(origin), view: seen, owner: owner,
		printer: rows.New(c.Stdout, scroll.Options{Style: p.Screen, Detail: p.Detail}),
	}, nil
}

// Add implements onlooker. What is not drawn is there all the same, without names of programs.
func (f *follower) Add(p *capture.Packet, drawn bool) error {
	f.fresh = true
	if m := f.tail.Add(p); drawn {
		f.owner.Name(m)
	}
	return nil
}

// Missed implements onlooker.
func (f *follower) Missed(packets int) error {
	f.fresh = true
	f.tail.Missed(packets)
	return f.Write()
}

// Write implements onlooker.
func (f *follower) Write() error {
	select {
	case <-f.view.Left():
		return errLeft
	default:
	}
	now := time.Now()
	if !f.fresh || now.Before(f.due) || !f.view.IsReady() {
		return nil
	}
	f.view.Show(f.tail.Picture(false))
	f.fresh, f.due = false, time.Now().Add(max(shownTime, shownPart*time.Since(now)))
	return nil
}

// Idle implements onlooker.
func (f *follower) Idle() error { return f.Write() }

// Close implements onlooker. Who has not left looks at what there is until he does.
func (f *follower) Close(capture.Drops) error {
	d, o := f.tail.Picture(true)
	f.view.End(d, o, "the capture has ended: b goes back, / searches, q leaves")
	<-f.view.Left()
	for _, found := range f.tail.Findings() {
		if err := f.printer.Finding(found.Brief, found.Repair); err != nil {
			return err
		}
	}
	return f.printer.Write()
}

// leave gives the terminal back.
func (f *follower) leave() error {
	f.view.Leave()
	return nil
}
