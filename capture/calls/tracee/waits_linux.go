//go:build linux && (amd64 || arm64)

package tracee

import (
	"runtime"
	"time"

	"golang.org/x/sys/unix"
)

// Waits waits for what the threads of one tracer's tracees report. The zero value is ready.
type Waits struct {
	yielded time.Time // when others had a turn
	taken   int       // how often it has waited since then
}

// Limits of how long a busy tracer goes on before it lets other goroutines have a turn. One that does
// not in 10 ms is in the way, to Go, also while it waits in the kernel: Go then interrupts it, takes
// its processor (a P) away, and looks every 20 µs for others (runtime.sysmon), which takes much of one
// from the program.
const (
	turn = 5 * time.Millisecond
	many = 32 // waits; who makes fewer in a turn is not busy, and would but be held up
)

// Next waits for something that a thread reports.
func (w *Waits) Next() (tid int, status unix.WaitStatus, err error) {
	if w.taken++; w.taken >= many {
		w.yield(time.Now())
	}
	return Wait(0)
}

// yield lets other goroutines have a turn, if it is time.
func (w *Waits) yield(now time.Time) {
	if now.Sub(w.yielded) >= turn {
		w.yielded, w.taken = now, 0
		runtime.Gosched()
	}
}
