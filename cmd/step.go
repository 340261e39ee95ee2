package cmd

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"slices"
	"time"

	"wireladder/capture"
	"wireladder/render"
	"wireladder/servers/scenario"
)

// stepQuiet is how long nothing must come before the picture is brought up to
// date without a question.
const stepQuiet = 100 * time.Millisecond

// errQuit takes the place of a call that a lecturer does not want to see made.
var errQuit = errors.New("ended by the user")

// link is how a stepped run and whoever draws it speak with each other: two
// pipes.
type link struct {
	goes, notices      *os.File // the run's ends: see newGate
	release, announced *os.File // the drawing end of each
}

func newLink() (*link, error) {
	goes, release, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	announced, notices, err := os.Pipe()
	if err != nil {
		return nil, errors.Join(err, goes.Close(), release.Close())
	}
	return &link{goes, notices, release, announced}, nil
}

// given closes the run's ends, which another process has by now.
func (l *link) given() {
	_ = l.goes.Close()
	_ = l.notices.Close()
}

// What is said before the first question: each fits a terminal of 80 cells.
const (
	stepHint   = "space or Enter lets the next call be made, q ends the run"
	timersHint = "servers and the kernel's timers do not wait for you"
)

// stepper runs a scenario call by call.
type stepper struct {
	*demoOptions
	console  *console
	evidence *evidence
	link     *link
	keys     *keys
	picture  growth

	entries chan capture.Entry
	asked   *notice        // the question that is open; nil: none
	flying  []capture.Call // entered, and perhaps returned, but not among the entries yet
	idle    time.Time      // since when nothing has happened but that a question is open
	holds   []render.Hold  // in which nothing happened but that
	proto   capture.Protocol
	free    bool // no more questions are asked
}

// step runs the scenario and draws it as it goes on.
func (o *demoOptions) step(ctx context.Context, c *console, s scenario.Scenario, v *evidence) error {
	l, err := newLink()
	if err != nil {
		return failed(err, "")
	}
	defer l.release.Close()   //nolint:errcheck // carries single octets
	defer l.announced.Close() //nolint:errcheck // only read
	st := &stepper{
		demoOptions: o, console: c, evidence: v, link: l, keys: newKeys(c.stdin),
		entries: make(chan capture.Entry), proto: s.Protocols[0],
	}
	st.picture = growth{w: c.stdout, height: st.height}
	defer st.keys.restore()
	say(c.stderr, "hint", stepHint)
	say(c.stderr, "hint", timersHint)
	err = st.run(ctx, s)
	st.keys.restore()
	return errors.Join(err, failed(st.finish(), ""))
}

// ending is what a run comes back with.
type ending struct {
	drops capture.Drops
	err   error
}

// run runs the scenario and draws until it has ended.
func (st *stepper) run(parent context.Context, s scenario.Scenario) error {
	ctx, cancel := context.WithCancelCause(parent)
	defer cancel(nil)
	notices, ended := st.announcements(ctx), make(chan ending, 1)
	go func() {
		drops, err := st.record(ctx, s)
		ended <- ending{drops, err}
	}()
	var answers <-chan answer
	quiet := time.NewTimer(stepQuiet)
	defer quiet.Stop()
	for {
		var err error
		select {
		case e := <-st.entries:
			err = st.take(e)
			quiet.Reset(stepQuiet)
		case n := <-notices:
			st.heed(n)
			quiet.Reset(stepQuiet)
		case <-quiet.C:
			err = st.draw()
		case a := <-answers:
			answers = nil
			err = st.obey(a)
		case e := <-ended:
			st.evidence.rec.Drops = e.drops
			return reasonOf(ctx, e.err)
		}
		if err == nil && answers == nil && ctx.Err() == nil && st.due() {
			answers, err = st.ask(ctx)
		}
		if err != nil {
			cancel(err)
		}
	}
}

// reasonOf returns why a run failed that ended with err: because drawing did, if
// so.
func reasonOf(ctx context.Context, err error) error {
	if cause := context.Cause(ctx); cause != nil && !errors.Is(cause, context.Canceled) {
		return failed(cause, "")
	}
	return err
}

// record runs the scenario where the user wants it.
func (st *stepper) record(ctx context.Context, s scenario.Scenario) (capture.Drops, error) {
	emit := func(e capture.Entry) error {
		st.entries <- e // run takes entries for as long as this goes on
		return nil
	}
	if !st.Host {
		return recordInside(ctx, st.console, st.demoOptions, st.link, emit)
	}
	drops, err := recordHere(ctx, s, st.choices(), scenario.Hooks{}, newGate(st.link.goes, st.link.notices), emit)
	st.link.given()
	return drops, st.explainHost(err)
}

// announcements returns where the notices of the run come.
func (st *stepper) announcements(ctx context.Context) <-chan notice {
	notices := make(chan notice)
	go func() {
		for in := json.NewDecoder(st.link.announced); ; {
			var n notice
			if in.Decode(&n) != nil {
				return // the run has ended
			}
			select {
			case notices <- n:
			case <-ctx.Done():
				return
			}
		}
	}()
	return notices
}

// take adds an entry to the evidence.
func (st *stepper) take(e capture.Entry) error {
	if c := e.Call; c != nil {
		st.flying = slices.DeleteFunc(st.flying, func(f capture.Call) bool {
			return sameCall(&f, c)
		})
	}
	if at := e.Key(); at.After(st.idle) {
		st.idle = at
	}
	return st.evidence.add(e)
}

// heed takes a notice.
func (st *stepper) heed(n notice) {
	if n.Asks {
		st.asked, st.idle = &n, n.At
		return
	}
	if n.Call.Returned() {
		for i := range st.flying {
			if sameCall(&st.flying[i], &n.Call) {
				st.flying[i] = n.Call
			}
		}
		return // else its entry has come before
	}
	st.flying = append(st.flying, n.Call)
}

// sameCall reports whether two are the same call, whatever is known of it.
func sameCall(a, b *capture.Call) bool {
	return a.Enter.Equal(b.Enter) && a.FD == b.FD && a.Name == b.Name && a.Process == b.Process
}

// due reports whether a question is open and what comes before it has come.
func (st *stepper) due() bool {
	return st.asked != nil && len(st.evidence.rec.Entries) >= st.asked.After
}

// ask brings the picture up to date and puts the question, unless there are to
// be none. It returns where the answer will come.
func (st *stepper) ask(ctx context.Context) (<-chan answer, error) {
	if st.free {
		return nil, st.release(goNow)
	}
	if err := st.turn(st.asked.Call.Proto); err != nil {
		return nil, err
	}
	answers, err := st.keys.next(ctx)
	if err != nil {
		return nil, err
	}
	return answers, st.draw()
}

// turn turns to the ladder of a protocol, when that of the other shows all that
// there is.
func (st *stepper) turn(proto capture.Protocol) error {
	if proto == st.proto {
		return nil
	}
	asked := st.asked
	st.asked = nil
	err := st.draw()
	st.asked, st.proto = asked, proto
	return errors.Join(err, st.picture.restart())
}

// obey does what was answered.
func (st *stepper) obey(a answer) error {
	st.keys.restore()
	st.free = a != goOn
	said := byte(goNow)
	if a == quit {
		said = quitNow
	}
	return errors.Join(st.picture.answered(), st.release(said))
}

// release says what is to become of the call that was asked about.
func (st *stepper) release(said byte) error {
	st.asked = nil
	st.holds = append(st.holds, render.Hold{From: st.idle, To: time.Now()})
	_, err := st.link.release.Write([]byte{said})
	return err
}

// checkStep says what keeps a run from being stepped through.
func (o *demoOptions) checkStep(c *console) error {
	if !o.Step {
		return nil
	}
	for _, name := range o.Output.names() {
		if name == "-" {
			return misused("send it to a file: -o run.txt", "--step draws on stdout, which the output takes")
		}
	}
	if newKeys(c.stdin).raw == nil {
		return nil
	}
	if _, tty := terminal(c.stdout); !tty {
		return misused("leave stdout to the terminal, and keep the run with -o run.pcapng; or give the answers as lines on stdin",
			"--step asks at a picture that nobody would see")
	}
	return nil
}
