package watch

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"wireladder/capture"
	"wireladder/capture/decode"
	"wireladder/capture/live"
	"wireladder/capture/owners"
	"wireladder/capture/savefile"
	"wireladder/cmd/console"
	"wireladder/cmd/failure"
	"wireladder/cmd/flags"
	"wireladder/cmd/record"
	"wireladder/cmd/report"
	"wireladder/cmd/report/tail"
	"wireladder/cmd/report/tape"
	"wireladder/cmd/usage"
	"wireladder/cmd/watch/naming"
	"wireladder/cmd/web"
)

// watching is one run of the command.
type watching struct {
	*options
	console *console.Console
	origin  capture.Origin
	rec     *recorder
	screen  onlooker        // nil: nothing is shown
	drawn   string          // the file that pictures are made of at the end; "": there are none
	scratch string          // a folder for it that goes at the end; "": there is none
	invited *web.Invitation // to a page; nil: none is served
	names   *naming.Service // nil: nobody asks who has sockets
	judged  time.Time       // when it was looked last for what went wrong
	learned time.Time       // and for who waits
	leave   func() error    // ends what is shown on the whole screen or a page; nil: nothing is
	closing []func() error
}

// runWatch watches until the context ends.
func runWatch(ctx context.Context, c *console.Console, o *options) error {
	if err := o.check(c); err != nil {
		return err
	}
	w := &watching{options: o, console: c}
	defer w.close()
	if err := w.open(ctx); err != nil {
		return err
	}
	if o.For > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, o.For)
		defer cancel()
	}
	if _, tty := console.Terminal(c.Stderr); tty && !o.TUI && !o.served() { // else nobody waits for a first row
		console.Say(c.Stderr, "hint", fmt.Sprintf("watching %q; ^C ends it", o.Interface))
	}
	err := w.watch(ctx)
	drops, lost := w.rec.capture.Drops()
	err = errors.Join(err, lost, w.end(drops))
	return errors.Join(failure.Unshown(err), w.draw(ctx))
}

// open opens all that is needed. The screen is shown as long as the context lasts.
func (w *watching) open(ctx context.Context) error {
	opened, err := w.options.open()
	if err != nil {
		return err
	}
	w.closing = append(w.closing, opened.Close)
	w.origin = capture.Origin{
		Application: "wireladder " + usage.Version(), OS: record.System(), Interface: w.Interface, Scenario: "watch",
		Command: flags.CommandLine([]string{"wireladder watch"}, w.flags, "output", "web"), // neither changes what comes
	}
	w.rec = &recorder{capture: opened, most: w.Count, decoder: decode.NewDecoder()}
	if w.isShown() { // before there are files: whoever sees one finds that it is known who waits
		if known, err := w.owners(); err == nil { // else names are left out
			w.names = naming.New(known)
		}
	}
	if err := w.openTapes(opened); err != nil {
		return err
	}
	if w.selects() {
		known, err := w.owners()
		if err != nil {
			return failure.Of(fmt.Errorf("can't tell whose sockets there are: %w", err), "leave out --pid and --process")
		}
		w.rec.belongs = w.belongs(known)
	}
	if err := w.invite(ctx); err != nil {
		return err
	}
	return w.openScreen(ctx)
}

// invite opens the address of a page that is to be served, whose packets are left out.
func (w *watching) invite(ctx context.Context) error {
	if !w.served() {
		return nil
	}
	var err error
	if w.invited, err = web.Open(ctx, w.Web); err != nil {
		return err
	}
	w.closing = append(w.closing, func() error { w.invited.Close(); return nil })
	w.rec.belongs = without(w.invited.At(), w.rec.belongs)
	return nil
}

// owners opens what tells who has sockets.
func (w *watching) owners() (*owners.Owners, error) {
	known, err := owners.Open()
	if err == nil {
		w.closing = append(w.closing, known.Close)
	}
	return known, err
}

// formats are those of tapes.
var formats = map[report.Format]savefile.Format{report.Pcapng: savefile.Pcapng, report.Pcap: savefile.Pcap}

// openTapes makes the capture files, and one to draw from if none of these will do.
func (w *watching) openTapes(c live.Capture) error {
	saved, others := w.outputs()
	for _, d := range saved {
		if err := w.openTape(c, d, w.ring); err != nil {
			return err
		}
		if d.Format == report.Pcapng && d.Name != "-" && w.ring.Files == 0 {
			w.drawn = d.Name
		}
	}
	if len(others) == 0 || w.drawn != "" {
		return nil
	}
	folder, err := os.MkdirTemp("", "wireladder-")
	if err != nil {
		return failure.Of(err, "")
	}
	w.scratch, w.drawn = folder, folder+"/watch.pcapng"
	return w.openTape(c, report.Destination{Name: w.drawn, Format: report.Pcapng}, tape.Rotation{})
}

func (w *watching) openTape(c live.Capture, d report.Destination, ring tape.Rotation) error {
	t, err := tape.Open(tape.Options{Name: d.Name, Format: formats[d.Format], Origin: w.origin, Link: c.LinkType(), Ring: ring, Stdout: w.console.Stdout})
	if err != nil {
		return failure.Unshown(report.OutputError(d.Name, "create", err))
	}
	w.rec.tapes = append(w.rec.tapes, t)
	return nil
}

// isShown reports whether something is shown as it comes: that is wanted, and stdout has nothing else.
func (w *watching) isShown() bool {
	format := w.onStdout()
	return !w.Quiet && (format == report.Text || format == report.JSONLines)
}

// openScreen begins to show what comes, if that is to be shown.
func (w *watching) openScreen(ctx context.Context) error {
	if !w.isShown() {
		return nil
	}
	var owner tail.Namer
	if w.names != nil {
		owner = w.names.Of
	}
	w.rec.out = make(chan burst, waitingBursts)
	var err error
	switch {
	case w.TUI:
		n := newNewest(w.console, w.options, w.origin, owner, tail.MostPackets)
		w.screen = n
		w.leave, err = newWholeScreen(ctx, w.console, w.options, n)
	case w.served():
		n := newNewest(w.console, w.options, w.origin, owner, mostOnPage)
		w.screen = n
		w.leave, err = newPage(ctx, w.console, w.options, n, w.invited)
	default:
		w.screen = report.NewWatch(report.WatchOptions{
			Origin: w.origin, Picture: w.Picture.Picture(w.console), Stdout: w.console.Stdout, Lines: w.onStdout() == report.JSONLines, Names: owner,
		})
	}
	return err
}

// waitingBursts is how many bursts wait for the screen.
const waitingBursts = 4

// watch captures, and shows what comes, until the context ends.
func (w *watching) watch(ctx context.Context) error {
	if w.screen == nil {
		return w.rec.run(ctx)
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	captured := make(chan error, 1)
	go func() { captured <- w.rec.run(ctx) }()
	scouted := func() {}
	if w.names != nil {
		scouted = w.names.Start(ctx, w.Interface, w.rec.capture.LinkType())
	}
	shown := w.show(cancel)
	err := <-captured
	cancel()
	scouted()
	if shown == nil || errors.Is(shown, errLeft) {
		return err
	}
	w.screen = nil // there is nobody to tell more
	return errors.Join(err, report.OutputError("-", "write", shown))
}

// How long nothing must come for what has come to be judged, how long it waits for that at most, and more.
const (
	idleTime    = 40 * time.Millisecond
	overdueTime = time.Second
	learnTime   = time.Second // between looks at who waits for packets
)

// show shows bursts until there are no more. An error ends the capture; what comes then is passed over.
func (w *watching) show(cancel func()) error {
	idle := time.NewTimer(idleTime)
	defer idle.Stop()
	w.judged, w.learned = time.Now(), time.Now()
	var failed error
	for {
		var err error
		select {
		case b, ok := <-w.rec.out:
			if !ok {
				return failed
			}
			if failed == nil {
				err = w.add(&b)
			}
		case <-idle.C:
			if failed == nil {
				err = w.idle()
			}
		}
		idle.Reset(idleTime)
		if err != nil {
			failed = err
			cancel()
		}
	}
}

// idle is for when nothing comes for a while.
func (w *watching) idle() error {
	w.judged = time.Now()
	if w.names != nil && time.Since(w.learned) > learnTime {
		w.names.Refresh()
		w.learned = time.Now()
	}
	return w.screen.Idle()
}

// When packets have no rows: of a burst that is larger than one has time for, all but the last ones.
const (
	mostDrawn = 64
	lastDrawn = 8
)

// add shows a burst.
func (w *watching) add(b *burst) error {
	if b.missed > 0 {
		if err := w.screen.Missed(b.missed); err != nil {
			return err
		}
	}
	from := 0
	if len(b.packets) > mostDrawn {
		from = len(b.packets) - lastDrawn
	}
	for i, p := range b.packets {
		if err := w.screen.Add(p, i >= from); err != nil {
			return err
		}
	}
	if time.Since(w.judged) > overdueTime {
		return w.idle()
	}
	return w.screen.Write()
}

// close gives everything back.
func (w *watching) close() {
	if w.leave != nil {
		_ = w.leave() // the end has told
	}
	for _, end := range w.closing {
		_ = end() // all was read
	}
	if w.scratch != "" {
		_ = os.RemoveAll(w.scratch) // it is of no use to anybody
	}
}
