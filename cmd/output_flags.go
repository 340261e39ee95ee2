package cmd

import (
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"wireladder/cmd/report"
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

// formats are the formats by extension.
var formats = map[string]report.Format{
	".pcapng": report.Pcapng, ".pcap": report.Pcap, ".jsonl": report.JSONLines, ".txt": report.Text,
}

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
		if _, tty := terminal(c.stdout); tty && name == "-" && format.IsSaved() {
			return misused("send it to a file: -o run."+string(format), "no %s data to a terminal", format)
		}
	}
	return nil
}

// format returns the format of the output called name.
func (o *outputOptions) format(name string) (report.Format, error) {
	if o.Format != "" {
		f := report.Format(o.Format)
		if slices.Contains([]report.Format{report.Pcapng, report.Pcap, report.JSONLines, report.Text}, f) {
			return f, nil
		}
		return "", misused("use one of: pcapng, pcap, jsonl, text", "no such format %q", o.Format)
	}
	if name == "-" {
		return report.Text, nil
	}
	if f, ok := formats[strings.ToLower(filepath.Ext(name))]; ok {
		return f, nil
	}
	return "", misused("name it .pcapng, .pcap, .jsonl or .txt, or say --format", "the name of the output file %q does not tell its format", name)
}

// destinations returns where the results go. The options are checked.
func (o *outputOptions) destinations() []report.Destination {
	var all []report.Destination
	for _, name := range o.names() {
		if format, err := o.format(name); err == nil {
			all = append(all, report.Destination{Name: name, Format: format})
		}
	}
	return all
}

// lines reports whether lines of JSON go to stdout.
func (o *outputOptions) lines() bool {
	return slices.Contains(o.destinations(), report.Destination{Name: "-", Format: report.JSONLines})
}
