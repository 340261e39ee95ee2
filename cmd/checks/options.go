// Package checks is what `wireladder check` does: which probes a server is asked, each in a
// private network of its own, what is a fault in what they show, and where all that is told.
package checks

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"wireladder/capture"
	"wireladder/cmd/console"
	"wireladder/cmd/failure"
	"wireladder/cmd/flags"
	"wireladder/render/sheet"
	"wireladder/render/spelling"
	"wireladder/render/text"
	"wireladder/servers"
	"wireladder/servers/battery"
)

// Options say which server is checked, for what, and where it is told. Make them with
// NewOptions.
type Options struct {
	Server   string
	Proto    string // "": as the kernel says
	Expect   string
	Model    string // which of the textbook's TCP servers the exercise asks for
	Shutdown bool   // clients tell the end of their question by shutdown(2)
	Timeout  time.Duration
	Only     []string
	List     bool
	Format   string
	Outputs  []string

	Picture flags.PictureOptions
	Flags   *pflag.FlagSet // those of the probes themselves
}

// NewOptions returns options whose flags are ready to be parsed.
func NewOptions() *Options {
	o := &Options{}
	f := pflag.NewFlagSet("check", pflag.ContinueOnError)
	f.StringVar(&o.Server, "server", "", "the server's `command`, as it is typed at a shell")
	f.StringVar(&o.Proto, "proto", "", "the `protocol` it has to speak: tcp or udp (default: that of its socket)")
	f.StringVar(&o.Expect, "expect", string(battery.Upper), "what it has to `answer`: upper, echo (the same text) or any")
	f.StringVar(&o.Model, "model", servers.Loop.String(), "the TCP `model` that the exercise asks for: "+strings.Join(servers.ModelNames(), ", "))
	f.BoolVar(&o.Shutdown, "half-close", false, "let TCP clients end their direction behind each question: for a server that reads until the end")
	flags.AddDuration(f, &o.Timeout, "timeout", "", time.Second, "how much `time` an answer may take (default 2s)")
	o.Timeout = 2 * time.Second
	o.Flags = f
	return o
}

// AddFlags adds all flags to those of a command.
func (o *Options) AddFlags(f *pflag.FlagSet) {
	f.AddFlagSet(o.Flags)
	f.StringSliceVar(&o.Only, "only", nil, "the `names` of the probes to ask, with commas between them")
	f.BoolVarP(&o.List, "list", "l", false, "list the probes")
	f.StringVar(&o.Format, "format", "", "`format` of the report: text, json or junit")
	f.StringArrayVarP(&o.Outputs, "output", "o", nil, "write the report to `FILE` (.txt, .json or .xml), or each probe into a folder (\"report/\"); may be given again")
	o.Picture.AddFlags(f)
}

// Check says what is wrong with the options.
func (o *Options) Check() error {
	if o.Server == "" {
		return failure.Misused(`wireladder check --server 'python3 server.py 12000'`, "there is no server to check")
	}
	if !slices.Contains(battery.Contracts, battery.Contract(o.Expect)) {
		return failure.Misused("say upper, echo or any", "no such answer %q", o.Expect)
	}
	if !slices.Contains(servers.ModelNames(), o.Model) {
		return failure.Misused("say "+strings.Join(servers.ModelNames(), ", "), "no such model %q", o.Model)
	}
	if o.Timeout < leastTimeout {
		return failure.Misused(fmt.Sprintf("say %v or more: shorter, and nothing is known of what it waits for", leastTimeout), "--timeout %v is too short", o.Timeout)
	}
	if _, err := o.proto(); err != nil {
		return err
	}
	for _, check := range []func() error{o.checkNames, o.checkOutputs, o.Picture.Check} {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

// leastTimeout is the shortest wait by which findings can tell who waits for whom.
const leastTimeout = time.Second

// proto returns the protocol that is expected; 0 if whichever it is will do.
func (o *Options) proto() (capture.Protocol, error) {
	if o.Proto == "" {
		return 0, nil
	}
	return flags.Protocol(o.Proto)
}

// checkNames says which probe there is not.
func (o *Options) checkNames() error {
	proto, _ := o.proto()
	for _, name := range o.Only {
		if _, ok := battery.Find(name, proto); ok {
			continue
		}
		hint := "all of them: wireladder check --list"
		if like := spelling.Like(name, battery.Names()); len(like) > 0 {
			hint = "did you mean " + strings.Join(like, " or ") + "? " + hint
		}
		if _, ok := battery.Find(name, 0); ok {
			return failure.Misused(hint, "the probe %q is none of %v servers", name, proto)
		}
		return failure.Misused(hint, "no such probe %q", name)
	}
	return nil
}

// The formats of reports.
const (
	asText  = "text"
	asJSON  = "json"
	asJUnit = "junit"
)

// extensions tell the format of a report.
var extensions = map[string]string{".txt": asText, ".json": asJSON, ".xml": asJUnit}

// format returns the format of a file with the report; "" if its name does not tell.
func (o *Options) format(name string) string {
	if o.Format != "" {
		return o.Format
	}
	return extensions[strings.ToLower(filepath.Ext(name))]
}

// isFolder reports whether an output is a folder: it is one, or has a slash behind it.
func isFolder(name string) bool {
	return strings.HasSuffix(name, "/") || exists(name)
}

func (o *Options) checkOutputs() error {
	if !slices.Contains([]string{"", asText, asJSON, asJUnit}, o.Format) {
		return failure.Misused("use one of: text, json, junit", "no such format %q", o.Format)
	}
	for i, name := range o.Outputs {
		if slices.Contains(o.Outputs[:i], name) {
			return failure.Misused("name each output once", "the output %q is named twice", name)
		}
		if name != "-" && !isFolder(name) && o.format(name) == "" {
			return failure.Misused("name it .txt, .json or .xml, or say --format; a folder has a slash behind its name: "+name+"/", "the name of the output %q does not tell its format", name)
		}
	}
	return nil
}

// folders and files return the outputs that are folders, and those that are not.
func (o *Options) folders() []string { return o.outputs(true) }
func (o *Options) files() []string   { return o.outputs(false) }

func (o *Options) outputs(folders bool) []string {
	var all []string
	for _, name := range o.Outputs {
		if name != "-" && isFolder(name) == folders {
			all = append(all, name)
		}
	}
	return all
}

// stdout returns the format of what goes there: the text that comes as probes end, unless
// the format is for it.
func (o *Options) stdout() string {
	if o.Format != "" && len(o.files()) == 0 || slices.Contains(o.Outputs, "-") && o.Format != "" {
		return o.Format
	}
	return asText
}

// Completions are the values that a shell completes, by flag.
func Completions() map[string][]string {
	var probes []string
	for _, name := range battery.Names() {
		p, _ := battery.Find(name, 0)
		probes = append(probes, name+"\t"+p.Title)
	}
	return map[string][]string{"only": probes, "format": {asText, "json\tone object", "junit\tXML for Jenkins, GitLab and others"}}
}

// The list of probes fits any terminal.
const (
	listWidth  = 80
	listMargin = 21
)

// List prints the probes, and what each asks.
func List(c *console.Console) error {
	for _, name := range battery.Names() {
		p, _ := battery.Find(name, 0)
		if _, err := fmt.Fprintf(c.Stdout, "%-10s  %-7s  %s\n", p.Name, protocols(&p), p.Title); err != nil {
			return failure.Of(err, "")
		}
		for _, line := range sheet.Wrap(text.Medium(false), p.Asks, listWidth-listMargin) {
			if _, err := fmt.Fprintf(c.Stdout, "%*s%s\n", listMargin, "", line); err != nil {
				return failure.Of(err, "")
			}
		}
	}
	return nil
}

// protocols names those of a probe: "tcp udp".
func protocols(p *battery.Probe) string {
	var all []string
	for _, proto := range p.Protos {
		all = append(all, strings.ToLower(proto.String()))
	}
	return strings.Join(all, " ")
}
