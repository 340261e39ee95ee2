package kernel

import (
	"slices"
	"time"

	"wireladder/capture"
	"wireladder/capture/run"
	"wireladder/capture/run/sockets"
)

// doubt is a word of the kernel's that is told only if it stays so for a while: what
// comes and goes between two packets is how fast a program runs, and no lesson.
type doubt struct {
	moment  *run.Moment // stands in the place of the word, and says nothing yet
	says    *run.Says
	since   time.Time
	host    string
	packets bool                     // a packet that passes settles it
	least   time.Duration            // so does that time
	changed func(m *run.Moment) bool // reports whether a call, or a snapshot of the same host, tells that it is so no longer
	told    func()
	last    bool // it is told as well if the recording ends
}

// tell puts a word of the kernel in the place where it was said: at once if there is no
// doubt about it.
func (k *Comparison) tell(d *doubt, s *capture.Snapshot, socket *sockets.Socket, sure bool) {
	if socket == nil {
		return
	}
	m := &run.Moment{Time: s.Time, Socket: &socket.Socket, Facts: run.NoFacts()}
	d.moment, d.since, d.host = m, s.Time, s.Host
	k.said = append(k.said, m)
	if sure {
		d.settle()
		return
	}
	k.doubts = append(k.doubts, d)
}

// settle tells what was in doubt.
func (d *doubt) settle() {
	d.moment.Kind, d.moment.Says = run.Kernel, d.says
	d.told()
}

// Pass lets a moment settle what is in doubt.
func (k *Comparison) Pass(m *run.Moment) {
	left := k.doubts[:0]
	for _, d := range k.doubts {
		snapshot := m.Entry.Snapshot
		switch {
		case d.packets && m.Kind == run.Packet, m.Time.Sub(d.since) >= d.least:
			d.settle()
		case m.Call != nil && d.changed(m), snapshot != nil && snapshot.Host == d.host && d.changed(m):
		default:
			left = append(left, d)
		}
	}
	k.doubts = left
}

// End settles what is in doubt when nothing more comes.
func (k *Comparison) End() {
	for _, d := range k.doubts {
		if d.last {
			d.settle()
		}
	}
	k.doubts = nil
}

// doubted reports whether a word that fits is in doubt already.
func (k *Comparison) doubted(fits func(*doubt) bool) bool {
	return slices.ContainsFunc(k.doubts, fits)
}
