package sentencetest

import (
	"fmt"
	"strconv"
)

// repetition: sent again is only what was sent before, and that was captured.
func repetition(c *claim) string {
	if !c.segment() || c.line.numbers() == 0 || c.copyOf(c.line) != 0 {
		return ""
	}
	clause, said := c.says(again, notAgain)
	if !said || c.speaksOfLater(clause) || isLost().MatchString(c.text) {
		return ""
	}
	own := c.of(c.before, c.line.flow())
	if s := own.span(c.line); !own.started || !own.seen.holdsSome(s) {
		return fmt.Sprintf("numbers %d to %d were not captured before", c.line.Seq, c.line.Seq+uint32(c.line.numbers())-1) //nolint:gosec // wraps around
	}
	return ""
}

// speaksOfLater reports whether a clause is about a packet that follows.
func (c *claim) speaksOfLater(clause string) bool {
	for _, n := range numbersIn(clause) {
		if n > c.line.Number {
			return true
		}
	}
	return false
}

// capturedTwice: a copy was sent once, and answers nothing a second time. Whether it was
// captured twice or doubled on its way is the same to its sender.
func capturedTwice(c *claim) string {
	first := c.copyOf(c.line)
	if first == 0 {
		return ""
	}
	if clause, said := c.says(again, notAgain); said {
		return fmt.Sprintf("it is packet %d, the same once more, and not sent again: %q", first, clause)
	}
	if clause, said := c.says(noACK, noACKMeant); said {
		return fmt.Sprintf("it is packet %d, the same once more, and tells nothing of an ACK: %q", first, clause)
	}
	if clause, said := c.says(duplicateACK, notDuplicateACK); said {
		return fmt.Sprintf("it is packet %d, the same once more, and no duplicate ACK: %q", first, clause)
	}
	return ""
}

// notCaptured: bytes are said to be missing before the segment, or of what it
// acknowledges, but were captured above.
func notCaptured(c *claim) string {
	clause, said := c.saysGap()
	if !said {
		return ""
	}
	if own := c.of(c.before, c.line.flow()); firstTime().MatchString(clause) && !own.seen.holdsSome(own.span(c.line)) {
		return "" // the clause may speak of the segment's own bytes
	}
	if hole, known := c.hole(c.before); known && !hole {
		return "nothing is missing before it, nor of what it acknowledges"
	}
	return ""
}

// filledLater: bytes are said to be missing that stand further below in the file, and
// the sentence does not say that.
func filledLater(c *claim) string {
	clause, said := c.saysGap()
	if !said || gapForNow().MatchString(clause) {
		return ""
	}
	was, known := c.hole(c.before)
	if still, _ := c.hole(c.whole); known && was && !still {
		return "what is missing is captured further below"
	}
	return ""
}

// saysGap reports whether something is said to be missing in the capture.
func (c *claim) saysGap() (clause string, said bool) {
	if !c.segment() {
		return "", false
	}
	return c.says(gap, gapMeant)
}

// hole reports whether numbers are missing directly before the segment, or of what it
// is the first to acknowledge. known is false where that cannot be told.
func (c *claim) hole(all map[string]*direction) (hole, known bool) {
	own, peer := c.of(all, c.line.flow()), c.of(all, c.line.back())
	earlier := c.of(c.before, c.line.flow())
	if earlier.started {
		at := own.place(c.line.Seq)
		hole, known = !own.seen.holdsSome(span{at - 1, at}) && !earlier.seen.holdsSome(earlier.first(c.line)), true
	}
	if c.line.has("A") && len(peer.seen) == 0 && c.line.Ack > 1 {
		return true, true // nothing of the other direction was captured
	}
	covered, some := peer.covered(c.line, earlier)
	return hole || some && !peer.seen.holdsAll(covered), known || some
}

// first returns the first number of a segment, as a range.
func (d *direction) first(l *Line) span {
	at := d.place(l.Seq)
	return span{at, at + 1}
}

// covered returns the numbers of a direction that a segment of its peer is the first to
// acknowledge, as far back as the capture goes: all of them if there are no new ones.
// earlier is what that peer has sent before.
func (d *direction) covered(l *Line, earlier *direction) (covered span, some bool) {
	if !l.has("A") || len(d.seen) == 0 {
		return span{}, false
	}
	covered = span{d.seen[0].lo, d.place(l.Ack)}
	if at := d.place(earlier.acks); earlier.acked && at > covered.lo && at < covered.hi {
		covered.lo = at
	}
	return covered, covered.lo < covered.hi
}

// carriedBytes: "carries bytes A-B" are those of the segment.
func carriedBytes(c *claim) string {
	m := carries().FindStringSubmatch(c.text)
	if m == nil || c.line.Proto != "tcp" || c.line.Len == 0 {
		return ""
	}
	from, to := rangeOf(m)
	first := c.line.firstByte()
	if d := first - from; d > 1<<24 && -d > 1<<24 {
		return "" // two connections share the ports: the line has Wireshark's number
	}
	if last := first + uint32(c.line.Len) - 1; from != first || to != last { //nolint:gosec // wraps around
		return fmt.Sprintf("it carries bytes %d to %d", first, last)
	}
	return ""
}

// coveredFIN: the number of a FIN is that of no byte.
func coveredFIN(c *claim) string {
	m := covers().FindStringSubmatch(c.text)
	if m == nil || c.line.Proto != "tcp" || c.line.Stream == nil {
		return ""
	}
	peer := c.of(c.before, c.line.back())
	if _, to := rangeOf(m); peer.closed && to == peer.fin {
		return fmt.Sprintf("number %d is the FIN's", to)
	}
	return ""
}

// rangeOf returns the two numbers of a match: "5-8", or "5" alone.
func rangeOf(m []string) (from, to uint32) {
	parse := func(s string) uint32 {
		n, _ := strconv.ParseUint(s, 10, 32)
		return uint32(n)
	}
	if from = parse(m[1]); m[2] == "" {
		return from, from
	}
	return from, parse(m[2])
}
