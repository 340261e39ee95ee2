package cmd

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"wireladder/capture"
	"wireladder/capture/savefile"
	"wireladder/render"
	"wireladder/render/jsonl"
)

// outputOptions say where the results of a command go.
type outputOptions struct {
	Files       []string // "-" is stdout
	Format      string   // "": by the name's extension
	PacketsOnly bool     // nothing but packets in jsonl
}

func (o *outputOptions) addFlags(f *pflag.FlagSet) {
	f.StringArrayVarP(&o.Files, "output", "o", nil, "write to `FILE` (.pcapng, .pcap, .jsonl or .txt; \"-\" is stdout); may be given again")
	f.StringVar(&o.Format, "format", "", "`format` of the output, whatever its name: pcapng, pcap, jsonl or text; without -o it goes to stdout")
	f.BoolVar(&o.PacketsOnly, "packets-only", false, "leave all but packets out of jsonl: calls, arrivals and what the kernel said")
}

// The formats of outputs.
const (
	pcapngFormat = "pcapng"
	pcapFormat   = "pcap"
	jsonlFormat  = "jsonl"
	textFormat   = "text"
)

// formats are the formats by extension.
var formats = map[string]string{".pcapng": pcapngFormat, ".pcap": pcapFormat, ".jsonl": jsonlFormat, ".txt": textFormat}

// savedFormats are the formats of capture files.
var savedFormats = map[string]savefile.Format{pcapngFormat: savefile.Pcapng, pcapFormat: savefile.Pcap}

// names returns the outputs by name: a format without a name goes to stdout.
func (o *outputOptions) names() []string {
	if o.Format != "" && len(o.Files) == 0 {
		return []string{"-"}
	}
	return o.Files
}

// check says what is wrong with the formats and the names.
func (o *outputOptions) check(c *console) error {
	names := slices.Sorted(slices.Values(o.names()))
	if len(slices.Compact(slices.Clone(names))) < len(names) {
		return misused("name each output once", "an output is named twice")
	}
	for _, name := range o.names() {
		format, err := o.format(name)
		if err != nil {
			return err
		}
		if _, tty := terminal(c.stdout); tty && name == "-" && savedFormats[format] != 0 {
			return misused("send it to a file: -o run."+format, "no %s data to a terminal", format)
		}
	}
	return nil
}

// format returns the format of the output called name.
func (o *outputOptions) format(name string) (string, error) {
	if o.Format != "" {
		if slices.Contains([]string{pcapngFormat, pcapFormat, jsonlFormat, textFormat}, o.Format) {
			return o.Format, nil
		}
		return "", misused("use one of: pcapng, pcap, jsonl, text", "no such format %q", o.Format)
	}
	if name == "-" {
		return textFormat, nil
	}
	if f, ok := formats[strings.ToLower(filepath.Ext(name))]; ok {
		return f, nil
	}
	return "", misused("name it .pcapng, .pcap, .jsonl or .txt, or say --format", "the name of the output file %q does not tell its format", name)
}

// lines reports whether lines of JSON go to stdout.
func (o *outputOptions) lines() bool {
	for _, name := range o.names() {
		if format, err := o.format(name); err == nil && format == jsonlFormat && name == "-" {
			return true
		}
	}
	return false
}

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

// outputs are all destinations of one command. What is written to a file comes
// into place when everything has succeeded.
type outputs struct{ list []*output }

// open opens all outputs, or none. detail is how much lines of JSON explain.
func (o *outputOptions) open(ctx context.Context, c *console, origin capture.Origin, link capture.LinkType, detail render.Detail) (*outputs, error) {
	if err := o.check(c); err != nil {
		return &outputs{}, err
	}
	outs := &outputs{}
	for _, name := range o.names() {
		out, err := o.openOutput(ctx, c, name)
		if err == nil {
			outs.list = append(outs.list, out)
			out.again = func() error { return out.begin(origin, link, jsonlOptions{detail, o.PacketsOnly}) }
			err = out.again()
		}
		if err != nil {
			outs.abort()
			return outs, failed(err, outputRepair(err))
		}
	}
	return outs, nil
}

// outputRepair says what helps where an output can't be made.
func outputRepair(err error) string {
	switch {
	case errors.Is(err, os.ErrPermission):
		return "name a file in a folder that you may write to: -o /tmp/run.pcapng"
	case errors.Is(err, os.ErrNotExist):
		return "make the folder first: mkdir -p " + folderOf(err)
	}
	return ""
}

// folderOf returns the folder of the file that err is about, as a shell takes it.
func folderOf(err error) string {
	var at *os.PathError
	if !errors.As(err, &at) {
		return "FOLDER"
	}
	folder := filepath.Dir(at.Path)
	if strings.Trim(folder, "/._-abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") == "" {
		return folder
	}
	return "'" + strings.ReplaceAll(folder, "'", `'\''`) + "'"
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
func (out *output) failure(err error) error { return fmt.Errorf("can't write %q: %w", out.name, err) }

// view reports whether one of the outputs shows what was seen, or is stdout:
// then nothing is drawn besides.
func (o *outputs) view() bool {
	for _, out := range o.list {
		if savedFormats[out.format] == 0 || out.file == nil {
			return true
		}
	}
	return false
}

// active reports whether any output takes entries as they come.
func (o *outputs) active() bool {
	for _, out := range o.list {
		if out.sink != nil && !out.done {
			return true
		}
	}
	return false
}

// packet adds a packet to the outputs that take them as they come.
func (o *outputs) packet(s *seen) error {
	return o.each(func(to sink) error { return to.packet(s) })
}

// other adds an entry that is no packet to the outputs that take them as they come.
func (o *outputs) other(e *capture.Entry) error {
	return o.each(func(to sink) error { return to.other(e) })
}

// flush writes what the outputs have gathered.
func (o *outputs) flush() error { return o.each(sink.flush) }

// each does something with every sink that wants more, up to the first that
// fails.
func (o *outputs) each(do func(sink) error) error {
	for _, out := range o.list {
		if out.sink == nil || out.done {
			continue
		}
		switch err := do(out.sink); {
		case errors.Is(err, errEnough):
			out.done = true
		case err != nil:
			return out.failure(err)
		}
	}
	return nil
}

// restart begins the files anew that take entries as they come, as far as that is
// possible, and returns them.
func (o *outputs) restart() (*outputs, error) {
	begun := &outputs{}
	for _, out := range o.list {
		if out.sink == nil || out.file == nil {
			continue
		}
		if err := out.sink.flush(); err != nil {
			return nil, out.failure(err)
		}
		ok, err := out.file.Restart()
		if err == nil && ok {
			err = out.again()
			begun.list = append(begun.list, out)
		}
		if err != nil {
			return nil, err
		}
	}
	return begun, nil
}

// close ends what the sinks write.
func (o *outputs) close(drops capture.Drops) error {
	for _, out := range o.list {
		if out.sink == nil {
			continue
		}
		if err := out.sink.close(drops); err != nil {
			return out.failure(err)
		}
	}
	return nil
}

// drawFiles paints the pictures that go to files.
func (o *outputs) drawFiles(c *console, p *pictureOptions, d *render.Diagram) error {
	for _, out := range o.list {
		if out.sink != nil || out.file == nil {
			continue
		}
		if err := p.painter(c, out.w).Paint(out.w, d); err != nil {
			return out.failure(err)
		}
	}
	return nil
}

// show paints the picture on stdout: if that was asked for, or if nothing else
// shows what was seen.
func (o *outputs) show(c *console, p *pictureOptions, d *render.Diagram) error {
	wanted := !o.view()
	for _, out := range o.list {
		wanted = wanted || out.name == "-" && out.sink == nil
	}
	if !wanted {
		return nil
	}
	return p.painter(c, c.stdout).Paint(c.stdout, d)
}

// commit completes all files and puts them in place.
func (o *outputs) commit(drops capture.Drops) error {
	if err := o.close(drops); err != nil {
		return err
	}
	for _, out := range o.list {
		if out.file == nil {
			continue
		}
		if err := out.file.Commit(); err != nil {
			return err
		}
	}
	return nil
}

// abort removes what is not complete.
func (o *outputs) abort() {
	for _, out := range o.list {
		if out.file != nil {
			out.file.Abort() //nolint:errcheck // without effect after Commit; else the failure that led here is told
		}
	}
}
