package cmd

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/spf13/pflag"

	"wireladder/capture"
	"wireladder/capture/savefile"
	"wireladder/render"
)

// outputOptions say where the results of a command go.
type outputOptions struct {
	Files  []string // "-" is stdout
	Format string   // "": by the name's extension
}

func (o *outputOptions) addFlags(f *pflag.FlagSet) {
	f.StringArrayVarP(&o.Files, "output", "o", nil, "write to `FILE` (.pcapng, .pcap or .txt; \"-\" is stdout); may be given again")
	f.StringVar(&o.Format, "format", "", "`format` of the output, whatever its name: pcapng, pcap or text")
}

// formats are the output formats by extension and by name.
var formats = map[string]string{
	".pcapng": "pcapng", ".pcap": "pcap", ".txt": "text",
	"pcapng": "pcapng", "pcap": "pcap", "text": "text",
}

// savedFormats are the formats of capture files.
var savedFormats = map[string]savefile.Format{"pcapng": savefile.Pcapng, "pcap": savefile.Pcap}

// format returns the format of the output called name.
func (o *outputOptions) format(name string) (string, error) {
	if o.Format != "" {
		if f, ok := formats[o.Format]; ok && !strings.HasPrefix(o.Format, ".") {
			return f, nil
		}
		return "", misused("use one of: pcapng, pcap, text", "no such format %q", o.Format)
	}
	if name == "-" {
		return "text", nil
	}
	if f, ok := formats[strings.ToLower(filepath.Ext(name))]; ok {
		return f, nil
	}
	return "", misused("name it .pcapng, .pcap or .txt, or say --format", "the name of the output file %q does not tell its format", name)
}

// output is one destination of results.
type output struct {
	name   string
	format string
	w      io.Writer
	file   *savefile.Output // nil for stdout
	saved  savefile.Writer  // for a capture file, nil for a picture
}

// outputs are all destinations of one command. What is written to a file comes
// into place when everything has succeeded.
type outputs struct {
	list    []*output
	packets int
}

// open opens all outputs, or none.
func (o *outputOptions) open(c *console, origin capture.Origin, link capture.LinkType) (outs *outputs, err error) {
	outs = &outputs{}
	defer func() {
		if err != nil {
			outs.abort()
		}
	}()
	for _, name := range o.Files {
		format, err := o.format(name)
		if err != nil {
			return outs, err
		}
		out, err := openOutput(c, name, format)
		if err != nil {
			return outs, failed(err, "")
		}
		outs.list = append(outs.list, out)
		if format != "text" {
			if out.saved, err = savefile.NewWriter(out.w, savedFormats[format], origin, link); err != nil {
				return outs, failed(err, "")
			}
		}
	}
	return outs, nil
}

func openOutput(c *console, name, format string) (*output, error) {
	if name == "-" {
		if _, tty := terminal(c.stdout); tty && format != "text" {
			return nil, misused("send it to a file: -o run."+format, "no %s data to a terminal", format)
		}
		return &output{name: name, format: format, w: c.stdout}, nil
	}
	f, err := savefile.Create(name)
	if err != nil {
		return nil, err
	}
	return &output{name: name, format: format, w: f, file: f}, nil
}

// write adds an entry to the capture files.
func (o *outputs) write(e capture.Entry) error {
	if e.Packet != nil {
		o.packets++
	}
	for _, out := range o.list {
		if out.saved == nil {
			continue
		}
		if err := out.saved.Write(e); err != nil {
			return fmt.Errorf("can't write %q: %w", out.name, err)
		}
	}
	return nil
}

// drawFiles paints the pictures that go to files.
func (o *outputs) drawFiles(c *console, p *pictureOptions, d *render.Diagram) error {
	for _, out := range o.list {
		if out.saved != nil || out.file == nil {
			continue
		}
		if err := p.painter(c, out.w).Paint(out.w, d); err != nil {
			return fmt.Errorf("can't write %q: %w", out.name, err)
		}
	}
	return nil
}

// show paints the picture on stdout: if that was asked for, or if no picture
// went to a file and nothing else to stdout.
func (o *outputs) show(c *console, p *pictureOptions, d *render.Diagram) error {
	elsewhere := false
	for _, out := range o.list {
		if out.name == "-" && out.saved == nil {
			elsewhere = false
			break
		}
		elsewhere = elsewhere || out.name == "-" || out.saved == nil
	}
	if elsewhere {
		return nil
	}
	return p.painter(c, c.stdout).Paint(c.stdout, d)
}

// commit completes all files and puts them in place.
func (o *outputs) commit(drops capture.Drops) error {
	for _, out := range o.list {
		if out.saved != nil {
			if err := out.saved.Close(drops); err != nil {
				return fmt.Errorf("can't write %q: %w", out.name, err)
			}
		}
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
