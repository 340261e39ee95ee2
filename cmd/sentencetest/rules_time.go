package sentencetest

import (
	"fmt"
	"math"
	"strconv"
	"time"
)

// The shortest waits of retransmission timers, less a twentieth for the clock: Linux's
// least RTO for data and a FIN is 200 ms, the first one for a SYN is 1 s (RFC 6298 §2.1).
const (
	shortestRTO    = 190 * time.Millisecond
	shortestSYNRTO = 950 * time.Millisecond
)

// shortest returns the shortest time after which a segment is sent again by a timer.
func shortest(l *Line) time.Duration {
	if l.has("S") {
		return shortestSYNRTO
	}
	return shortestRTO
}

// units are those of printed times.
var units = map[string]time.Duration{
	"ns": 1, "µs": time.Microsecond, "us": time.Microsecond, "ms": time.Millisecond, "s": time.Second, "min": time.Minute,
}

// duration returns the time that is printed as a number and a unit.
func duration(number, unit string) time.Duration {
	f, err := strconv.ParseFloat(number, 64)
	if err != nil {
		return 0
	}
	return time.Duration(math.Round(f * float64(units[unit])))
}

// spanOfTime: "31 ms after packet 5" is the time between the two.
func spanOfTime(c *claim) string {
	m := spanAfter().FindStringSubmatch(c.text)
	if m == nil || c.line.Time.IsZero() {
		return ""
	}
	n, _ := strconv.Atoi(m[3])
	other := c.packets[n]
	if other == nil || other.Time.IsZero() {
		return "" // told by the rule of packets that are mentioned
	}
	said, is := duration(m[1], m[2]), c.line.Time.Sub(other.Time)
	if d := (said - is).Abs(); d > is.Abs()/20+time.Microsecond {
		return fmt.Sprintf("packet %d was %v before", n, is)
	}
	return ""
}

// missingACK: no ACK is said to have come, but one that covers all of it did.
func missingACK(c *claim) string {
	if !c.segment() {
		return ""
	}
	if _, said := c.says(noACK, noACKMeant); !said {
		return ""
	}
	if by, yes := c.answered(c.line); yes {
		return fmt.Sprintf("packet %d answers it", by)
	}
	return ""
}

// shortWait: "no ACK came in T" of a T in which no timer can run out tells of a wait
// that was none.
func shortWait(c *claim) string {
	m := waited().FindStringSubmatch(c.text)
	if m == nil || !c.segment() || c.line.numbers() == 0 {
		return ""
	}
	if d := duration(m[1], m[2]); d < shortest(c.line) {
		return fmt.Sprintf("nobody waits only %v for an ACK", d)
	}
	return ""
}

// shortTimer: a timer is said to have run out sooner than any can.
func shortTimer(c *claim) string {
	if !c.segment() || c.line.numbers() == 0 {
		return ""
	}
	if _, said := c.says(timer, notTimer); !said {
		return ""
	}
	first := c.sentBefore(c.line)
	if first == nil {
		return "" // told by the rule of repetitions
	}
	if d := c.line.Time.Sub(first.Time); d < shortest(c.line) {
		return fmt.Sprintf("only %v after packet %d", d, first.Number)
	}
	return ""
}

// tailLossProbe: it repeats the last that was sent (RFC 8985 §7.3), and nothing of that
// was acknowledged.
func tailLossProbe(c *claim) string {
	if !c.segment() || c.line.numbers() == 0 {
		return ""
	}
	if _, said := c.says(tailProbe, notTailProbe); !said {
		return ""
	}
	own := c.of(c.before, c.line.flow())
	if end, some := own.seen.end(); some && own.span(c.line).hi < end {
		return "it does not hold the last that was sent"
	}
	if by, yes := c.answered(c.line); yes {
		return fmt.Sprintf("packet %d had acknowledged it", by)
	}
	return ""
}

// duplicateACKs: a segment is said to be sent again because of them, but the peer has
// not acknowledged the same number twice.
func duplicateACKs(c *claim) string {
	if !c.segment() || c.line.numbers() == 0 {
		return ""
	}
	if _, said := c.says(byDupACKs, maybe); !said {
		return ""
	}
	times := map[uint32]int{}
	for _, a := range c.of(c.before, c.line.back()).sent {
		if a.has("A") && !a.has("S") && c.copyOf(a) == 0 {
			if times[a.Ack]++; times[a.Ack] > 1 {
				return ""
			}
		}
	}
	return "there are none before it"
}
