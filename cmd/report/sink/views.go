package sink

import (
	"io"
	"slices"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/render"
	"wireladder/render/jsonl"
	"wireladder/render/lanes"
	"wireladder/render/plot/topic"
	"wireladder/render/text"
	"wireladder/render/text/detail"
	"wireladder/render/text/follow"
	"wireladder/render/text/table"
	"wireladder/render/timing"
	"wireladder/render/titles"
)

// View says how packets are shown as text: as a picture or, if there are too many, a
// table of their conversations, unless one of them is set.
type View struct {
	MaxSteps int    // of a picture; 0: as many as there are
	Summary  bool   // the table of conversations
	Sort     string // one of table.Orders; "" for the table's own
	All      bool   // all conversations, also on a terminal
	Follow   bool   // the bytes of the stream that is selected
	Hex      bool   // of these, in hexadecimal
	Verbose  bool   // header fields and bytes of each packet
	Plot     Plot   // of one stream
	// Made makes another diagram of that of the picture, for which the octets of packets are not
	// shown; nil: it is drawn as it is.
	Made func(*render.Diagram) *render.Diagram
	Note func(*run.Moment) // is shown each moment that is drawn, in their order; nil: nobody is
}

// IsPicture reports whether packets are shown as a picture, or what is shown of too many.
func (v View) IsPicture() bool {
	return !v.Summary && !v.Follow && !v.Verbose && v.Plot.Topic == topic.NoTopic
}

// Subject is what the views show.
type Subject struct {
	Origin        capture.Origin
	File, Other   string // what the table tells to read; the second is "" where one file is read
	View          View
	Detail        render.Detail // how much is said about each packet
	Lanes         lanes.By      // of a picture
	Focus         bool          // in a picture, what is not the point is folded
	Times         timing.Mode   // what the rows of a picture say of time
	Untitled      bool          // a picture does not say what it is of
	Overview      *Overview     // of what is picked
	Judged        bool          // it is said what went wrong: moments have their sockets, and are not too many
	Conversations func() []*flow.Conversation
	Run           func() *run.Run // the sockets, when all has come
	Title         string          // of ladders that are to be compared; "": they are not
	// GoOn is asked every now and then while a picture is painted; its error ends that,
	// behind what is painted. nil: it is painted whole.
	GoOn func() error
}

// goOn asks GoOn, which is set when all has come.
func (p *Subject) goOn() error {
	if p.GoOn == nil {
		return nil
	}
	return p.GoOn()
}

// from says where what is shown comes from.
func (p *Subject) from() titles.Provenance {
	return titles.Provenance{Command: p.Origin.Command, File: p.File, System: p.Origin.OS}
}

// NewView returns a sink for the view that is asked for, on w.
func (p *Subject) NewView(w io.Writer, style text.Style) Sink {
	switch {
	case p.View.Follow:
		return followSink{follow.NewPrinter(w, follow.Options{Style: style, Hex: p.View.Hex})}
	case p.View.Verbose:
		return detailSink{detail.NewPrinter(w, detail.Options{Style: style, Detail: p.Detail})}
	case p.View.Summary:
		return newTable(p, w, style)
	}
	return newTextPicture(p, w, style)
}

// tableSink prints the table of conversations at the end. That is made of what was
// counted: the sink wants no entries but to judge them.
type tableSink struct {
	*Subject
	*judgement
	print func(*table.Table) error
}

// newTable returns a sink that prints the table as text.
func newTable(p *Subject, w io.Writer, style text.Style) *tableSink {
	v := &tableSink{Subject: p, judgement: newJudgement(p.Judged)}
	v.print = func(t *table.Table) error {
		if err := v.paint(w, p, style); err != nil {
			return err
		}
		return table.Print(w, t, table.Options{Style: style, Order: p.View.Sort, All: p.View.All})
	}
	return v
}

// NewTableLines returns a sink that writes a line of JSON for each conversation, and then one
// for each finding.
func (p *Subject) NewTableLines(w io.Writer) Sink {
	v := &tableSink{Subject: p, judgement: newJudgement(p.Judged)}
	v.print = func(t *table.Table) error {
		lines := jsonl.NewWriter(w)
		err := t.Each(p.View.Sort, func(c *flow.Conversation, n table.Counts, words []byte) error {
			return lines.Conversation(&jsonl.Summary{
				Conversation: c, Packets: n.Packets, Bytes: n.Bytes, First: n.First, Last: n.Last, Words: string(words),
			})
		})
		if err != nil {
			return err
		}
		if err := v.lines(lines, p.Detail); err != nil {
			return err
		}
		return lines.Flush()
	}
	return v
}

// Moment implements Sink.
func (v *tableSink) Moment(m *run.Moment) error {
	if v.judge == nil {
		return ErrEnough
	}
	v.add(m)
	return nil
}

// Flush implements Sink.
func (v *tableSink) Flush() error { return nil }

// Close implements Sink.
func (v *tableSink) Close(drops capture.Drops) error {
	t := v.Overview.table(drops, v.Conversations(), v.File)
	if a := v.Origin.Joint; a != nil {
		t.Second, t.Said = v.Other, slices.Concat(titles.Clocks(a), titles.Joined(a))
	}
	return v.print(t)
}

// followSink prints the bytes of a stream.
type followSink struct{ *follow.Printer }

// Moment implements Sink.
func (v followSink) Moment(m *run.Moment) error {
	if m.Entry.Packet == nil {
		return nil
	}
	return v.Packet(m)
}

// Close implements Sink.
func (v followSink) Close(_ capture.Drops) error { return v.Printer.Close() }

// detailSink prints header fields and bytes of each packet.
type detailSink struct{ *detail.Printer }

// Moment implements Sink.
func (v detailSink) Moment(m *run.Moment) error {
	switch {
	case m.Entry == capture.Entry{}:
		return nil
	case m.Entry.Packet == nil:
		return writeOther(v, &m.Entry)
	}
	return v.Packet(m)
}

// Close implements Sink.
func (v detailSink) Close(_ capture.Drops) error { return v.Flush() }
