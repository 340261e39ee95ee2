package watch

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"syscall"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/decode"
	"wireladder/capture/live"
	"wireladder/capture/savefile"
	"wireladder/cmd/console"
	"wireladder/cmd/report"
	"wireladder/cmd/report/tape"
	"wireladder/render/text"
)

// played is a capture of so many packets, some time apart, and then nothing.
type played struct {
	left, done int
	apart      time.Duration
	start      time.Time
	empty      func() // is called when there is nothing more
	fails      error  // what comes then; nil: live.ErrTimeout
}

var _ live.Capture = (*played)(nil)

func (p *played) Scan(to *capture.Packet) error {
	next, err := p.Next()
	if err == nil {
		*to = *next
	}
	return err
}

func (p *played) Next() (*capture.Packet, error) {
	if p.left == 0 {
		if p.empty != nil {
			p.empty()
		}
		if p.fails != nil {
			return nil, p.fails
		}
		return nil, live.ErrTimeout
	}
	p.left--
	p.done++
	return &capture.Packet{Time: p.start.Add(time.Duration(p.done) * p.apart), Link: capture.LinkEthernet, Data: make([]byte, 60), Length: 60}, nil
}

func (p *played) LinkType() capture.LinkType    { return capture.LinkEthernet }
func (p *played) Drops() (capture.Drops, error) { return capture.Drops{}, nil }
func (p *played) Close() error                  { return nil }

// recorded runs a recorder whose bursts wait until it has ended, and returns what they come to.
func recorded(t *testing.T, r *recorder, ctx context.Context) (shown, missed int) { //nolint:revive // the test comes first
	t.Helper()
	r.decoder, r.out = decode.NewDecoder(), make(chan burst, waitingBursts)
	ended := make(chan error, 1)
	begun := make(chan struct{})
	go func() { <-begun; ended <- r.run(ctx) }()
	close(begun)
	last := 0
	for b := range r.out {
		missed += b.missed
		last += b.missed
		for _, p := range b.packets {
			if last++; p.Number != last {
				t.Fatalf("packet %d comes as the %dth", p.Number, last)
			}
			shown++
		}
	}
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	return shown, missed
}

// What was captured before the end is read, all of it is counted, and what is not shown is told to be
// missed: of a hundred thousand in a second most are.
func TestRecorder(t *testing.T) {
	for name, tt := range map[string]struct {
		packets int
		apart   time.Duration
		most    int // that are shown
		all     bool
	}{
		"a few":    {packets: 100, apart: time.Millisecond, most: 100, all: true},
		"too many": {packets: 100_000, apart: 10 * time.Microsecond, most: 11 * mostPassed},
		"at once":  {packets: 20_000, apart: 0, most: mostPassed},
	} {
		ctx, cancel := context.WithCancel(t.Context())
		r := &recorder{capture: &played{left: tt.packets, apart: tt.apart, start: time.Now().Add(-time.Hour), empty: cancel}}
		shown, missed := recorded(t, r, ctx)
		if shown+missed != tt.packets || r.counts.packets != tt.packets || shown > tt.most || tt.all && missed > 0 || shown == 0 {
			t.Errorf("%s: %d shown and %d missed of %d", name, shown, missed, r.counts.packets)
		}
		cancel()
	}
}

// What belongs to the program that is wanted is in the file and on the screen soon, however much of others
// comes behind it.
func TestRecorderPassesOnAmongOthers(t *testing.T) {
	var file bytes.Buffer
	one, err := tape.Open(tape.Options{Name: "-", Format: savefile.Pcapng, Link: capture.LinkEthernet, Stdout: &file})
	if err != nil {
		t.Fatal(err)
	}
	n, atFirst := 0, file.Len()
	r := &recorder{tapes: []*tape.Tape{one}, decoder: decode.NewDecoder(), out: make(chan burst, 1)}
	r.belongs = func(*capture.Packet) bool { n++; return n == 2 }
	start := time.Unix(1e9, 0)
	for i := range 100 {
		if i == 50 {
			start = start.Add(-time.Hour) // the clock is set back
		}
		p := &capture.Packet{Time: start.Add(time.Duration(i) * time.Millisecond), Link: capture.LinkEthernet, Data: make([]byte, 60), Length: 60}
		if err := r.take(p); err != nil {
			t.Fatal(err)
		}
	}
	if len(r.out) != 1 || file.Len() == atFirst {
		t.Errorf("%d bursts, and %d octets are written", len(r.out), file.Len()-atFirst)
	}
}

// It ends with as many packets as are wanted, and what is not wanted does not count.
func TestRecorderEnds(t *testing.T) {
	odd := false
	r := &recorder{capture: &played{left: 100, apart: time.Millisecond}, most: 7, belongs: func(*capture.Packet) bool { odd = !odd; return odd }}
	if shown, missed := recorded(t, r, t.Context()); shown != 7 || missed != 0 || r.capture.(*played).done != 13 {
		t.Errorf("%d shown, %d missed, %d read", shown, missed, r.capture.(*played).done)
	}
	broken := errors.New("the interface is gone")
	r = &recorder{capture: &played{fails: broken}, decoder: decode.NewDecoder()}
	if err := r.run(t.Context()); !errors.Is(err, broken) {
		t.Errorf("a fault: %v", err)
	}
}

// How many packets were passed over is told when nothing comes any more, not with the next one.
func TestRecorderTellsWhatIsMissedWhenQuiet(t *testing.T) {
	r := &recorder{decoder: decode.NewDecoder(), out: make(chan burst, 3)}
	for range mostPassed + 100 {
		r.out, r.waiting = make(chan burst, 3), burst{missed: r.waiting.missed}
		if err := r.take(&capture.Packet{Time: time.Unix(1e9, 0), Link: capture.LinkEthernet, Data: make([]byte, 60), Length: 60}); err != nil {
			t.Fatal(err)
		}
	}
	if r.waiting.missed == 0 || len(r.out) > 0 {
		t.Fatalf("%d missed, and %d bursts", r.waiting.missed, len(r.out))
	}
	if err := r.quiet(); err != nil || len(r.out) != 1 || (<-r.out).missed < 100 {
		t.Errorf("nobody is told: %v", err)
	}
}

// What is sent after ^C is not waited for.
func TestRecorderEndsInTime(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	r := &recorder{capture: &played{left: 1 << 30, apart: time.Second, start: time.Now()}}
	if shown, _ := recorded(t, r, ctx); shown != 0 {
		t.Errorf("%d are shown", shown)
	}
}

// A file that can't be written ends it; which, and why, is told once.
func TestFullDiskIsToldOnce(t *testing.T) {
	disk := tape.Options{Name: "-", Format: savefile.Pcapng, Link: capture.LinkEthernet, Stdout: &fullStdout{room: 1000}}
	one, err := tape.Open(disk)
	if err != nil {
		t.Fatal(err)
	}
	r := &recorder{capture: &played{left: 10_000, apart: time.Millisecond, start: time.Unix(1e9, 0)}, tapes: []*tape.Tape{one}, decoder: decode.NewDecoder()}
	if err := r.run(t.Context()); err != nil || r.counts.packets > 1000 {
		t.Errorf("behind %d packets: %v", r.counts.packets, err)
	}
	w := &watching{options: &options{}, console: &console.Console{Stderr: new(bytes.Buffer)}, rec: r}
	if err := w.end(capture.Drops{}); !errors.Is(err, syscall.ENOSPC) || strings.Count(err.Error(), "no space") != 1 || !strings.Contains(err.Error(), "can't write to stdout") {
		t.Errorf("%v", err)
	}
}

// fullStdout takes so many octets.
type fullStdout struct{ room int }

func (f *fullStdout) Write(p []byte) (int, error) {
	if f.room -= len(p); f.room < 0 {
		return 0, syscall.ENOSPC
	}
	return len(p), nil
}

// A stdout that can't be written ends it, and is told once.
func TestStdoutFailsOnce(t *testing.T) {
	played := &played{left: 1000, apart: time.Millisecond, start: time.Unix(1e9, 0)}
	out := new(bytes.Buffer)
	w := &watching{options: &options{}, console: &console.Console{Stdout: &fullStdout{}, Stderr: out}}
	w.rec = &recorder{capture: played, decoder: decode.NewDecoder(), out: make(chan burst, waitingBursts)}
	w.screen = report.NewWatch(report.WatchOptions{Stdout: w.console.Stdout, Picture: report.Picture{Screen: text.Style{Width: 80}}})
	err := errors.Join(w.watch(t.Context()), w.end(capture.Drops{}))
	if !errors.Is(err, syscall.ENOSPC) || strings.Count(err.Error(), "no space") != 1 {
		t.Errorf("%v", err)
	}
	if !strings.Contains(out.String(), "the capture lost none") {
		t.Errorf("no totals: %q", out)
	}
}
