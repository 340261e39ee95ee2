package report

import (
	"io"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/render/jsonl"
	"wireladder/render/text"
	"wireladder/render/text/detail"
	"wireladder/render/text/follow"
	"wireladder/render/text/table"
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
}

// newView returns the sink for the view that is asked for, on w.
func (p *pipeline) newView(w io.Writer, style text.Style) sink {
	switch {
	case p.view.Follow:
		return followSink{follow.NewPrinter(w, follow.Options{Style: style, Hex: p.view.Hex})}
	case p.view.Verbose:
		return detailSink{detail.NewPrinter(w, detail.Options{Style: style, Detail: p.picture.Detail})}
	case p.view.Summary:
		return newTable(p, w, style)
	}
	return newPicture(p, w, style)
}

// tableSink prints the table of conversations at the end. That is made of what the
// pipeline has counted: the sink wants no entries.
type tableSink struct {
	*pipeline
	print func(*table.Table) error
}

// newTable returns a sink that prints the table as text.
func newTable(p *pipeline, w io.Writer, style text.Style) *tableSink {
	return &tableSink{p, func(t *table.Table) error {
		return table.Print(w, t, table.Options{Style: style, Order: p.view.Sort, All: p.view.All})
	}}
}

// newTableLines returns a sink that writes a line of JSON for each conversation.
func newTableLines(p *pipeline, w io.Writer) *tableSink {
	return &tableSink{p, func(t *table.Table) error {
		lines := jsonl.NewWriter(w)
		err := t.Each(p.view.Sort, func(c *flow.Conversation, n table.Counts, words []byte) error {
			return lines.Conversation(&jsonl.Summary{
				Conversation: c, Packets: n.Packets, Bytes: n.Bytes, First: n.First, Last: n.Last, Words: string(words),
			})
		})
		if err != nil {
			return err
		}
		return lines.Flush()
	}}
}

func (v *tableSink) moment(*settled) error { return errEnough }
func (v *tableSink) flush() error          { return nil }

func (v *tableSink) close(drops capture.Drops) error {
	v.counts.drops = drops
	return v.print(v.counts.table(v.understand.tracker.Conversations(), v.file))
}

// followSink prints the bytes of a stream.
type followSink struct{ *follow.Printer }

func (v followSink) moment(m *settled) error {
	if m.entry.Packet == nil {
		return nil
	}
	return v.Packet(&m.meaning)
}

func (v followSink) flush() error                { return v.Flush() }
func (v followSink) close(_ capture.Drops) error { return v.Close() }

// detailSink prints header fields and bytes of each packet.
type detailSink struct{ *detail.Printer }

func (v detailSink) moment(m *settled) error {
	if m.entry.Packet == nil {
		return writeOther(v, &m.entry)
	}
	return v.Packet(&m.meaning, m.explanation())
}

func (v detailSink) flush() error                { return v.Flush() }
func (v detailSink) close(_ capture.Drops) error { return v.Flush() }
