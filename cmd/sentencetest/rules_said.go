package sentencetest

import (
	"fmt"
	"net/netip"
	"strconv"
	"strings"

	"wireladder/capture"
)

// mentionedPackets: a packet that is named exists, was sent by the side that the words
// tell, and came before unless they tell otherwise.
func mentionedPackets(c *claim) string {
	for _, clause := range c.clauses {
		for _, n := range numbersIn(clause) {
			switch {
			case c.packets[n] == nil:
				return fmt.Sprintf("there is no packet %d", n)
			case n == c.line.Number:
				return "it speaks of itself as of another packet"
			case n > c.line.Number && !isLater().MatchString(clause):
				return fmt.Sprintf("packet %d comes only later", n)
			}
		}
	}
	if n := c.named(sameSide); n != 0 && c.line.CopyOf == 0 && c.line.Proto == "tcp" && (c.packets[n].Src != c.line.Src || n > c.line.Number) {
		return fmt.Sprintf("packet %d is not of the same side", n)
	}
	if n := c.named(otherSide); n != 0 && c.segment() && n < c.line.Number && c.packets[n].Dst != c.line.Src {
		return fmt.Sprintf("packet %d is not of the other side", n)
	}
	return ""
}

// named returns the number of a packet that the sentence names in certain words, 0 if
// it names none that exists.
func (c *claim) named(by pattern) int {
	for _, m := range by().FindAllStringSubmatch(c.text, -1) {
		for _, s := range m[1:] {
			if n, _ := strconv.Atoi(s); c.packets[n] != nil {
				return n
			}
		}
	}
	return 0
}

// numbersIn returns the packets that a clause mentions.
func numbersIn(clause string) (all []int) {
	for _, m := range mentioned().FindAllStringSubmatch(clause, -1) {
		for _, s := range integer().FindAllString(m[1], -1) {
			n, _ := strconv.Atoi(s)
			all = append(all, n)
		}
	}
	return all
}

// abortion: an end that has sent its FIN has closed in order, whatever it sends then.
func abortion(c *claim) string {
	if !c.segment() || !c.line.has("R") || !c.of(c.before, c.line.flow()).closed {
		return ""
	}
	if clause, said := c.says(aborts, notAborts); said {
		return fmt.Sprintf("it had sent its FIN: %q", clause)
	}
	return ""
}

// refusal: only a SYN is refused.
func refusal(c *claim) string {
	if !c.segment() || !c.line.has("R") {
		return ""
	}
	if _, said := c.says(refuses, nil); !said {
		return ""
	}
	if asked := c.of(c.before, c.line.back()).last(); asked == nil || !asked.has("S") || asked.has("A") {
		return "what it answers is no SYN"
	}
	return ""
}

// nobodyListens: that is true of one address, one port and one protocol, and not of one
// that answers.
func nobodyListens(c *claim) string {
	clause, said := c.says(nobody, nil)
	if !said {
		return ""
	}
	proto, at := c.line.Proto, c.line.Src
	if q := c.line.Quoted; q != nil {
		proto, at = q.Proto, q.Dst
	}
	a, err := netip.ParseAddrPort(at)
	switch {
	case err != nil:
		return ""
	case !strings.Contains(c.text, a.Addr().String()) || !strings.Contains(c.text, strconv.Itoa(int(a.Port()))):
		return "it does not name " + at
	case !strings.Contains(strings.ToLower(c.text), proto):
		return "it does not name " + strings.ToUpper(proto)
	case c.speaks[proto+" "+at] && !forNow().MatchString(clause):
		return at + " answers elsewhere in the file"
	}
	return ""
}

// reopening: a window opens again after it was 0.
func reopening(c *claim) string {
	if !c.segment() {
		return ""
	}
	if _, said := c.says(reopens, nil); !said {
		return ""
	}
	own, peer := c.of(c.before, c.line.flow()), c.of(c.before, c.line.back())
	if own.windowed && own.window == 0 || peer.windowed && peer.window == 0 {
		return ""
	}
	return "no window was 0 before it"
}

// programHasRead: only a call shows that.
func programHasRead(c *claim) string {
	if c.line.Proto != "tcp" {
		return ""
	}
	if _, said := c.says(hasRead, maybe); !said {
		return ""
	}
	for i := range c.lines {
		k := &c.lines[i]
		if isRead(k.Call) && k.Local == c.line.Src && (k.Remote == "" || k.Remote == c.line.Dst) && !k.Enter.After(c.line.Time) {
			return ""
		}
	}
	return "no call shows it"
}

// isRead reports whether a call receives.
func isRead(call string) bool {
	return (&capture.Call{Name: call}).Does(capture.Receives)
}

// toManyAnswers: nobody is asked in particular, so that no answer is due.
func toManyAnswers(c *claim) string {
	if c.line.Proto != "udp" || !toMany(c.line) {
		return ""
	}
	if clause, said := c.says(noAnswer, nil); said {
		return fmt.Sprintf("%s is no single host: %q", c.line.Dst, clause)
	}
	return ""
}
