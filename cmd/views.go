package cmd

import (
	"cmp"
	"errors"
	"io"
	"math"
	"slices"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/render"
	"wireladder/render/jsonl"
	"wireladder/render/text/detail"
	"wireladder/render/text/follow"
	"wireladder/render/text/table"
)

// errEnough is returned by a sink that wants no further entries: it is no
// fault. close is called all the same.
var errEnough = errors.New("nothing more is wanted")

// addViews gives every text output its view, and stdout one if no output shows
// anything.
func (p *pass) addViews() {
	if !p.outs.view() {
		p.outs.list = append(p.outs.list, &output{name: "-", format: textFormat, w: p.c.stdout})
	}
	for _, out := range p.outs.list {
		switch {
		case out.format == jsonlFormat && p.o.View.Summary:
			out.sink = &tableView{p, out.w, true}
		case out.format == textFormat:
			out.sink = p.newView(out.w)
		}
	}
}

// newView returns the view that is asked for, on w.
func (p *pass) newView(w io.Writer) sink {
	o := &p.o.View
	style := p.o.Picture.style(p.c, w)
	switch {
	case o.Follow != "":
		return &followView{follow.NewPrinter(w, follow.Options{Style: style, Hex: o.Hex})}
	case o.Verbose:
		return &detailView{detail.NewPrinter(w, detail.Options{Style: style, Detail: details[p.o.Picture.Explain]})}
	case o.Summary:
		return &tableView{p, w, false}
	}
	room := o.MaxSteps
	if p.reader.Origin().Scenario != "" {
		room = 0 // a run of our own is drawn as it was drawn first
	}
	return &ladderView{p: p, w: w, room: room}
}

// tableView prints the table of conversations at the end.
type tableView struct {
	p     *pass
	w     io.Writer
	lines bool // as jsonl
}

func (v *tableView) packet(*seen) error         { return errEnough }
func (v *tableView) other(*capture.Entry) error { return nil }
func (v *tableView) flush() error               { return nil }

func (v *tableView) close(drops capture.Drops) error {
	v.p.counts.drops = drops
	tab := v.p.counts.table(v.p.tracker.Conversations(), v.p.o.File)
	if v.lines {
		return writeLines(v.w, tab, v.p.o.View.Sort)
	}
	o := &v.p.o.View
	return table.Print(v.w, tab, table.Options{Style: v.p.o.Picture.style(v.p.c, v.w), Order: o.Sort, All: o.All})
}

// ladderView keeps what it is given for a picture. Of more than it has room
// for, it prints the table of conversations.
type ladderView struct {
	p        *pass
	w        io.Writer
	room     int // for entries; 0: as many as there are
	rec      capture.Recording
	observed []render.Observed
	arrivals []flow.Observation
	over     bool // there were too many
}

func (v *ladderView) packet(s *seen) error {
	if v.full() {
		return v.overflow()
	}
	o := render.Observed{Observation: s.Observation, Explanation: *s.explanation()}
	o.Packet = clone(s.Packet)
	v.observed = append(v.observed, o)
	v.rec.Entries = append(v.rec.Entries, capture.Entry{Packet: o.Packet})
	return nil
}

func (v *ladderView) other(e *capture.Entry) error {
	if v.full() {
		return v.overflow()
	}
	kept := *e
	if e.Delivery != nil {
		kept.Delivery = v.tied(e.Delivery)
	}
	switch {
	case kept.Delivery != nil:
		v.arrivals = append(v.arrivals, v.p.arrival)
	case e.Delivery != nil:
		return nil // of a packet that is not in the picture
	}
	v.rec.Entries = append(v.rec.Entries, kept)
	return nil
}

// tied returns the delivery with its packet as it was kept; nil if it was not.
func (v *ladderView) tied(d *capture.Delivery) *capture.Delivery {
	i, kept := slices.BinarySearchFunc(v.observed, d.Packet.Number, func(o render.Observed, number int) int {
		return cmp.Compare(o.Packet.Number, number)
	})
	if !kept {
		return nil
	}
	own := *d
	own.Packet = v.observed[i].Packet
	return &own
}

func (v *ladderView) full() bool { return v.over || v.room > 0 && len(v.rec.Entries) >= v.room }

// overflow forgets what was kept, and says at once what will come instead.
func (v *ladderView) overflow() error {
	if !v.over {
		if err := v.giveUp(v.room, "packet"); err != nil {
			return err
		}
	}
	return errEnough
}

// giveUp turns to the table, for there is more than limit of noun.
func (v *ladderView) giveUp(limit int, noun string) error {
	v.over, v.rec, v.observed, v.arrivals = true, capture.Recording{}, nil, nil
	return table.Announce(v.w, limit, noun, v.p.o.Picture.style(v.p.c, v.w))
}

func (v *ladderView) flush() error { return nil }

func (v *ladderView) close(drops capture.Drops) error {
	v.rec.Origin, v.rec.Drops = v.p.reader.Origin(), drops
	if limit := v.beside(); !v.over && v.conversations() > limit {
		if err := v.giveUp(limit, "conversation"); err != nil {
			return err
		}
	}
	if v.over {
		return (&tableView{v.p, v.w, false}).close(drops)
	}
	diagram := render.BuildObserved(&v.rec, v.observed, v.arrivals)
	if len(v.rec.Entries) == 0 && v.p.counts.all > 0 {
		diagram.Notes = []string{"None of the recording's packets is picked."}
	}
	return v.p.o.Picture.painter(v.p.c, v.w).Paint(v.w, &diagram)
}

// cellsBeside are the cells that a conversation takes at least: they come one
// after the other as a rule, and then share columns.
const cellsBeside = 5

// beside returns how many conversations a picture can tell apart. Whoever sets
// no limit to steps sets none to this.
func (v *ladderView) beside() int {
	if v.room == 0 {
		return math.MaxInt
	}
	width := v.p.o.Picture.style(v.p.c, v.w).Width
	if width == 0 {
		width = 80
	}
	return min(width, render.MaxWidth) / cellsBeside
}

// conversations counts those of what was kept.
func (v *ladderView) conversations() int {
	seen := map[*flow.Conversation]bool{}
	for i := range v.observed {
		if c := v.observed[i].Conversation; c != nil {
			seen[c] = true
		}
	}
	return len(seen)
}

// clone returns a packet that owns what it points to.
func clone(p *capture.Packet) *capture.Packet {
	own := *p
	own.Data, own.Payload, own.Outer = slices.Clone(p.Data), slices.Clone(p.Payload), slices.Clone(p.Outer)
	return &own
}

// followView prints the bytes of a stream.
type followView struct{ *follow.Printer }

func (v *followView) packet(s *seen) error        { return v.Packet(&s.Observation) }
func (v *followView) other(*capture.Entry) error  { return nil }
func (v *followView) flush() error                { return v.Flush() }
func (v *followView) close(_ capture.Drops) error { return v.Close() }

// detailView prints header fields and bytes of each packet.
type detailView struct{ *detail.Printer }

func (v *detailView) packet(s *seen) error         { return v.Packet(&s.Observation, s.explanation()) }
func (v *detailView) other(e *capture.Entry) error { return writeOther(v, e) }
func (v *detailView) flush() error                 { return v.Flush() }
func (v *detailView) close(_ capture.Drops) error  { return v.Flush() }

// writeLines writes a line of JSON for each conversation.
func writeLines(w io.Writer, t *table.Table, order string) error {
	lines := jsonl.NewWriter(w)
	err := t.Each(order, func(c *flow.Conversation, n table.Counts, words []byte) error {
		return lines.Conversation(&jsonl.Summary{
			Conversation: c, Packets: n.Packets, Bytes: n.Bytes, First: n.First, Last: n.Last, Words: string(words),
		})
	})
	if err != nil {
		return err
	}
	return lines.Flush()
}
