package report

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync/atomic"

	"wireladder/capture/savefile"
	"wireladder/cmd/report/sink"
	"wireladder/cmd/report/source"
	"wireladder/render/text"
)

// Destination is where results go, and as what.
type Destination struct {
	Name   string // "-" is stdout
	Format Format
}

// Format is the format of an output, by the name that users call it by.
type Format string

// The formats of outputs.
const (
	Pcapng    Format = "pcapng"
	Pcap      Format = "pcap"
	JSONLines Format = "jsonl"
	Text      Format = "text"
)

// savedFormats are the formats of capture files.
var savedFormats = map[Format]savefile.Format{Pcapng: savefile.Pcapng, Pcap: savefile.Pcap}

// IsSaved reports whether it is the format of a capture file.
func (f Format) IsSaved() bool { return savedFormats[f] != 0 }

// output is one destination that is open.
type output struct {
	Destination
	w     io.Writer
	style text.Style
	file  *savefile.Output // nil for stdout
	sink  sink.Sink        // nil before begin, and for text of a run that goes on
	done  atomic.Bool      // the sink wants no more
}

// openOutput opens a destination. The error is a *OutputError, or source.ErrInterrupted.
func openOutput(ctx context.Context, o *Options, d Destination) (*output, error) {
	if d.Name == "-" {
		return newScreen(o, d.Format), nil
	}
	f, err := source.Unless(ctx, d.Name, savefile.Create)
	switch {
	case errors.Is(err, source.ErrInterrupted):
		return nil, err
	case err != nil:
		return nil, &OutputError{err}
	}
	return &output{Destination: d, w: f, style: o.Picture.File, file: f}, nil
}

// newScreen returns stdout as an output.
func newScreen(o *Options, format Format) *output {
	return &output{Destination: Destination{"-", format}, w: o.Stdout, style: o.Picture.Screen}
}

// begin makes the output's sink, for what comes through p.
func (out *output) begin(p *pipeline) error {
	switch {
	case p.unfinished && (out.Format == Text || out.Format == JSONLines && out.file == nil):
	case out.Format == Text:
		out.sink = p.subject.NewView(out.w, out.style)
	case out.Format == JSONLines && p.subject.View.Summary:
		out.sink = p.subject.NewTableLines(out.w)
	case out.Format == JSONLines:
		out.sink = sink.NewLines(out.w, p.options.Picture.Detail, p.options.PacketsOnly)
	default:
		saved, err := sink.NewSaved(out.w, savedFormats[out.Format], p.subject.Origin, p.link)
		if err != nil {
			return out.failure(err)
		}
		out.sink = saved
	}
	return nil
}

// failure says which output an error comes from.
func (out *output) failure(err error) error {
	return &OutputError{fmt.Errorf("can't write %q: %w", out.Name, err)}
}
