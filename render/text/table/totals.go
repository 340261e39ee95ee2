package table

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"wireladder/render"
	"wireladder/render/text"
)

// totals writes what all the packets come to.
func (p *printer) totals() {
	t := p.table
	p.line = appendCount(p.line, t.Packets, "packet")
	p.line = append(append(append(p.line, ", "...), text.Octets(t.Bytes)...), " on the wire"...)
	if t.Packets > 0 && !t.First.IsZero() {
		p.line = text.AppendSpan(append(p.line, ", in "...), t.Last.Sub(t.First))
		p.line = append(append(p.line, " from "...), t.First.UTC().Format(time.DateTime+" UTC")...)
	}
	p.endParagraph(render.Body)
	p.conversations()
	p.leftOut()
	p.undecoded()
	p.advice()
}

// conversations writes how many there are, and what is in none.
func (p *printer) conversations() {
	for _, part := range []struct {
		n    int
		noun string
	}{
		{p.census.tcp, "TCP conversation"}, {p.census.udp, "UDP conversation"}, {p.table.Stray, "other packet"}, {p.table.Calls, "socket call"},
	} {
		if part.n == 0 {
			continue
		}
		if len(p.line) > 0 {
			p.line = append(p.line, ", "...)
		}
		p.line = appendCount(p.line, part.n, part.noun)
	}
	if len(p.line) > 0 {
		p.endParagraph(render.Body)
	}
}

// leftOut writes what is not in the table.
func (p *printer) leftOut() {
	if n := p.table.Left; n > 0 {
		p.line = append(appendCount(p.line, n, "packet"), " left out: not picked"...)
		p.endParagraph(render.Body)
	}
	if n := p.table.Lost; n > 0 {
		p.line = append(append(append(p.line, "lost by the capture: "...), strconv.FormatUint(n, 10)...), " packets"...)
		p.endParagraph(render.Warning)
	}
}

// undecoded writes the frames that were not decoded, by reason, the most
// frequent first.
func (p *printer) undecoded() {
	t := p.table
	reasons := slices.SortedFunc(maps.Keys(t.Undecoded), func(a, b string) int {
		return cmp.Or(t.Undecoded[b]-t.Undecoded[a], strings.Compare(a, b))
	})
	for _, reason := range reasons {
		p.notDecoded(t.Undecoded[reason], p.medium.Encode(reason))
	}
	if t.Other > 0 {
		p.notDecoded(t.Other, "for other reasons")
	}
}

// notDecoded writes one reason, which is encoded.
func (p *printer) notDecoded(n int, reason string) {
	p.line = append(append(appendCount(p.line, n, "frame"), " not decoded: "...), reason...)
	p.endParagraph(render.Body)
}

// advice writes how to see more of a conversation.
func (p *printer) advice() {
	if len(p.table.Conversations) == 0 {
		return
	}
	c := p.table.Conversations[0]
	name := c.Proto.String() + ":" + strconv.Itoa(c.Stream)
	file := p.medium.Encode(p.table.File)
	line := func(what, option string) string {
		return what + ": wireladder read " + file + " " + option + " " + name
	}
	tooWide := p.style.Width > 0 && p.medium.Cells(line("its bytes", "--follow")) > p.style.Width
	if file == "-" || tooWide || strings.ContainsAny(file, " \\\"'$`&;()*?[]<>|#~!") {
		file = "FILE"
	}
	p.line = append(p.line, line("draw one", "--flow")...)
	p.endParagraph(render.Faint)
	p.line = append(p.line, line("its bytes", "--follow")...)
	p.endParagraph(render.Faint)
}
