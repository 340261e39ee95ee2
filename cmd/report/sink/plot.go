package sink

import (
	"errors"
	"fmt"
	"io"
	"time"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/render/figure"
	"wireladder/render/pdf"
	"wireladder/render/plot"
	"wireladder/render/plot/series"
	"wireladder/render/plot/topic"
	"wireladder/render/png"
	"wireladder/render/svg"
)

// Plot is that a plot of one stream is drawn in the place of a picture.
type Plot struct {
	Topic topic.Topic // topic.NoTopic: it is not
	Whose plot.Whose
}

// ErrSeveralStreams is that there is more than one stream of TCP, and none was chosen.
var ErrSeveralStreams = errors.New("a plot is of one stream, and there are several")

// ErrNoPackets is that there is no stream of TCP to be plotted.
var ErrNoPackets = errors.New("there is no TCP stream to plot")

// ErrUntimed is that no packet of the stream has a time.
var ErrUntimed = errors.New("no packet of the stream has a time, and a plot is over time")

// UnfitError is that a stream of UDP has no such plot.
type UnfitError struct {
	Stream int
	Topic  topic.Topic
}

// Error says which.
func (e *UnfitError) Error() string {
	return fmt.Sprintf("udp:%d has no plot %q: datagrams have no sequence numbers, acknowledgments or windows", e.Stream, e.Topic)
}

// plotSink draws a plot of the stream that it is given.
type plotSink struct {
	*Subject
	w       io.Writer
	as      Art
	look    Look
	streams map[capture.Protocol]*series.Collector // by protocol, of the first stream of each
	manyUDP bool                                   // there are further ones of UDP
}

var _ Sink = (*plotSink)(nil)

// NewPlot returns a sink that draws a plot on w, as SVG, PNG or PDF. The error that ends it is
// ErrSeveralStreams, ErrNoPackets, ErrUntimed or an *UnfitError where there is no plot of what comes.
func (p *Subject) NewPlot(w io.Writer, as Art, look Look) Sink {
	return &plotSink{Subject: p, w: w, as: as, look: look, streams: map[capture.Protocol]*series.Collector{}}
}

// Moment implements Sink.
func (v *plotSink) Moment(m *run.Moment) error {
	if m.Kind != run.Packet || m.Conversation == nil || m.Events.Has(flow.Unreachable) {
		return nil
	}
	proto := m.Conversation.Proto
	c := v.streams[proto]
	if c == nil {
		c = &series.Collector{}
		v.streams[proto] = c
	}
	switch of := c.Of(); {
	case of == nil || of == m.Conversation:
		c.Add(m)
	case proto == capture.TCP:
		return ErrSeveralStreams
	default:
		v.manyUDP = true
	}
	return nil
}

// Flush implements Sink.
func (v *plotSink) Flush() error { return nil }

// Close implements Sink.
func (v *plotSink) Close(drops capture.Drops) error {
	stream, err := v.stream()
	switch {
	case err != nil:
		return err
	case stream.Began.IsZero():
		return ErrUntimed
	}
	f, err := plot.Of(stream, plot.Options{
		Topic: v.View.Plot.Topic, Whose: v.View.Plot.Whose, Width: v.look.Points, Interface: v.Origin.Interface, Lost: drops.Lost(),
	})
	if err != nil {
		return err
	}
	return v.paint(f, stream.Began)
}

// stream returns the stream that is drawn: of TCP, or of UDP where there is none.
func (v *plotSink) stream() (*series.Stream, error) {
	topic := v.View.Plot.Topic
	if c := v.streams[capture.TCP]; c != nil && c.Of() != nil {
		return c.Stream(), nil
	}
	c := v.streams[capture.UDP]
	switch {
	case c == nil || c.Of() == nil:
		return nil, ErrNoPackets
	case v.manyUDP && topic.TakesDatagrams():
		return nil, ErrSeveralStreams
	case v.manyUDP:
		return nil, ErrNoPackets
	case !topic.TakesDatagrams():
		return nil, &UnfitError{c.Of().Stream, topic}
	}
	return c.Stream(), nil
}

// paint paints a figure of what began at a time.
func (v *plotSink) paint(f *figure.Figure, began time.Time) error {
	switch v.as {
	case PNG:
		return (&png.Painter{Scale: v.look.Scale, Check: v.goOn}).PaintFigure(v.w, f)
	case PDF:
		return (&pdf.Painter{Check: v.goOn}).PaintFigure(v.w, f, began.UTC())
	}
	return (&svg.Painter{Check: v.goOn}).PaintFigure(v.w, f)
}
