package table

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"wireladder/capture/flow"
	"wireladder/render/quantity"
	"wireladder/render/sheet"
)

// totals writes what all the packets come to.
func (p *printer) totals() {
	t := p.table
	p.line = quantity.AppendCount(p.line, t.Packets, "packet")
	p.line = append(append(append(p.line, ", "...), quantity.Octets(t.Bytes)...), p.whereCounted()...)
	if !t.First.IsZero() {
		p.line = quantity.AppendSpan(append(p.line, ", in "...), t.Last.Sub(t.First))
		p.line = append(append(p.line, " from "...), t.First.UTC().Format(time.DateTime+" UTC")...)
	}
	p.endParagraph(sheet.Body)
	p.conversations()
	p.copies()
	p.leftOut()
	p.undecoded()
	for _, s := range p.table.Said {
		p.line = append(p.line, p.medium.Encode(s)...)
		p.endParagraph(sheet.Body)
	}
	p.advice()
}

// whereCounted says what octets are counted: those that were on the wire, as far as the file
// tells how many that were.
func (p *printer) whereCounted() string {
	if p.census.cut > 0 {
		return " captured"
	}
	return " on the wire"
}

// conversations writes how many there are, and what is in none.
func (p *printer) conversations() {
	for _, part := range []struct {
		n    int
		noun string
	}{
		{p.census.tcp, "TCP conversation"}, {p.census.udp, "UDP conversation"}, {p.census.beyond, "copy of one beyond a NAT"}, {p.table.Fragments, "IP fragment"}, {p.table.Stray, "other packet"}, {p.table.Calls, "socket call"},
	} {
		if part.n == 0 {
			continue
		}
		if len(p.line) > 0 {
			p.line = append(p.line, ", "...)
		}
		p.line = quantity.AppendCount(p.line, part.n, part.noun)
	}
	if len(p.line) > 0 {
		p.endParagraph(sheet.Body)
	}
}

// onceOnly is how to capture packets once, by why they were captured more often.
var onceOnly = []struct {
	why    flow.Copied
	advice string
}{
	{flow.CopiedElsewhere, "seen at more than one place; capture at one of them: -i lo or -i eth0 in place of -i any, or one direction (tcpdump -Q in)"},
	{flow.CopiedInPlace, "the same frames twice; capture each once (one interface, or -i lo alone), or drop them: editcap -d FILE once.pcapng"},
	{flow.CopiedTranslated, "seen on both sides of a NAT; capture on one side of it"},
}

// copies writes how many packets were captured before, and how to capture once.
func (p *printer) copies() {
	if p.census.copies == 0 {
		return
	}
	for _, o := range onceOnly {
		if p.census.copied&o.why != 0 {
			p.line = quantity.AppendCount(p.line, p.census.copies, "copy")
			p.line = append(append(p.line, ": "...), o.advice...)
			p.endParagraph(sheet.Body)
			return
		}
	}
}

// leftOut writes what is not in the table.
func (p *printer) leftOut() {
	if n := p.table.Left; n > 0 {
		p.line = append(quantity.AppendCount(p.line, n, "packet"), " left out: not picked"...)
		p.endParagraph(sheet.Body)
	}
	if n := p.table.Lost; n > 0 {
		p.line = append(append(append(p.line, "lost by the capture: "...), strconv.FormatUint(n, 10)...), " packets"...)
		p.endParagraph(sheet.Warning)
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
	p.line = append(append(quantity.AppendCount(p.line, n, "frame"), " not decoded: "...), reason...)
	p.endParagraph(sheet.Body)
}

// advice writes how to see more of a conversation.
func (p *printer) advice() {
	if len(p.table.Conversations) == 0 {
		return
	}
	c := p.table.Conversations[0]
	name := c.Proto.String() + ":" + strconv.Itoa(c.Stream)
	const special = " \\\"'$`&;()*?[]<>|#~!"
	file := p.medium.Encode(p.table.File)
	unclear := strings.ContainsAny(file+p.table.Second, special)
	if p.table.Second != "" {
		file += " " + p.medium.Encode(p.table.Second)
	}
	line := func(what, option string) string {
		return what + ": wireladder read " + file + " " + option + " " + name
	}
	tooWide := p.style.Width > 0 && p.medium.Cells(line("its bytes", "--follow")) > p.style.Width
	switch {
	case (tooWide || unclear) && p.table.Second != "":
		file = "FILE OTHER"
	case tooWide, unclear, file == "-":
		file = "FILE"
	}
	p.line = append(p.line, line("draw one", "--flow")...)
	p.endParagraph(sheet.Faint)
	p.line = append(p.line, line("its bytes", "--follow")...)
	p.endParagraph(sheet.Faint)
}
