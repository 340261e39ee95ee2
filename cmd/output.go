package cmd

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"wireladder/capture"
	"wireladder/capture/savefile"
	"wireladder/render"
	"wireladder/render/jsonl"
)

// output is one destination of results.
type output struct {
	name   string
	format string
	w      io.Writer
	file   *savefile.Output // nil for stdout
	sink   sink             // for entries as they come; nil for a picture
	again  func() error     // begins the sink anew
	done   bool             // the sink wants no more
}

// outputRepair says what helps where an output can't be made.
func outputRepair(err error) string {
	switch {
	case errors.Is(err, os.ErrPermission):
		return "name a file in a folder that you may write to: -o /tmp/run.pcapng"
	case errors.Is(err, os.ErrNotExist):
		return "make the folder first: mkdir -p " + folderOf(err)
	case errors.Is(err, savefile.ErrNeedsPcapng):
		return "write pcapng, which can: -o out.pcapng"
	}
	return ""
}

// folderOf returns the folder of the file that err is about, as a shell takes it.
func folderOf(err error) string {
	var at *os.PathError
	if !errors.As(err, &at) {
		return "FOLDER"
	}
	return quoted(filepath.Dir(at.Path))
}

func (o *outputOptions) openOutput(ctx context.Context, c *console, name string) (*output, error) {
	format, err := o.format(name)
	if err != nil {
		return nil, err
	}
	if name == "-" {
		return &output{name: name, format: format, w: c.stdout}, nil
	}
	f, err := openUnless(ctx, name, savefile.Create)
	if err != nil {
		return nil, err
	}
	return &output{name: name, format: format, w: f, file: f}, nil
}

// jsonlOptions say how lines of JSON are written.
type jsonlOptions struct {
	detail      render.Detail
	packetsOnly bool
}

// begin makes the output's sink, if it is not a picture.
func (out *output) begin(origin capture.Origin, link capture.LinkType, lines jsonlOptions) error {
	switch out.format {
	case textFormat:
	case jsonlFormat:
		out.sink = linesSink{jsonl.NewWriter(out.w), lines}
	default:
		w, err := savefile.NewWriter(out.w, savedFormats[out.format], origin, link)
		if err != nil {
			return out.failure(err)
		}
		out.sink = savedSink{w}
	}
	return nil
}

// failure says which output an error comes from.
func (out *output) failure(err error) error {
	return failed(fmt.Errorf("can't write %q: %w", out.name, err), outputRepair(err))
}
