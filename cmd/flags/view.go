package flags

import (
	"slices"

	"github.com/spf13/pflag"

	"wireladder/cmd/failure"
	"wireladder/cmd/report/sink"
	"wireladder/render/text/table"
)

// ViewOptions say how the selected packets are shown: as a picture or, if there
// are too many, a table of their conversations, unless one of them is set.
type ViewOptions struct {
	MaxSteps int  // of a picture; 0: as many as there are
	Summary  bool // the table of conversations
	Sort     string
	All      bool   // all conversations, also on a terminal
	Follow   string // the bytes of a stream, named as by --flow
	Hex      bool   // of these, in hexadecimal
	Verbose  bool   // header fields and bytes of each packet
}

// AddFlags adds the flags.
func (o *ViewOptions) AddFlags(f *pflag.FlagSet) {
	f.IntVar(&o.MaxSteps, "max-steps", 200, "the `number` of packets and calls up to which they are drawn, and not summed up; 0: draw however many")
	f.BoolVar(&o.Summary, "summary", false, "the table of conversations, and no picture")
	f.StringVar(&o.Sort, "sort", "", "sort the table by `column`: stream, bytes, packets or duration")
	f.BoolVar(&o.All, "all", false, "all of the table, where a terminal gets the largest 20 conversations")
	f.StringVar(&o.Follow, "follow", "", "the bytes of stream `N`, named as by --flow, as the programs read them")
	f.BoolVar(&o.Hex, "hex", false, "the bytes of --follow in hexadecimal")
	f.BoolVarP(&o.Verbose, "verbose", "v", false, "header fields and bytes of each packet")
}

// Check says what is wrong with the options.
func (o *ViewOptions) Check() error {
	if o.MaxSteps < 0 {
		return failure.Misused("0 draws however many there are", "no picture has %d steps", o.MaxSteps)
	}
	if o.Sort != "" && !slices.Contains(table.Orders(), o.Sort) {
		return failure.Misused("use one of: stream, bytes, packets, duration", "no such column to sort by: %q", o.Sort)
	}
	set := 0
	for _, view := range []bool{o.Summary, o.Follow != "", o.Verbose} {
		if view {
			set++
		}
	}
	if set > 1 {
		return failure.Misused("choose one", "--summary, --follow and --verbose show the same packets in three ways")
	}
	if o.Hex && o.Follow == "" {
		return failure.Misused("say which stream: --follow tcp:0 --hex", "--hex is for --follow")
	}
	return nil
}

// View returns how the packets are shown.
func (o *ViewOptions) View() sink.View {
	return sink.View{
		MaxSteps: o.MaxSteps, Summary: o.Summary, Sort: o.Sort, All: o.All,
		Follow: o.Follow != "", Hex: o.Hex, Verbose: o.Verbose,
	}
}

// Streams reports whether rows are written as the file is read.
func (o *ViewOptions) Streams() bool { return o.Follow != "" || o.Verbose }
