package flags

import (
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"wireladder/cmd/failure"
	"wireladder/cmd/report/sink"
	"wireladder/render/plot"
	"wireladder/render/plot/topic"
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
	Plot     string // one of topic.Names; "": none
	Whose    string // one of Senders; "": who sent more
}

// AddFlags adds the flags.
func (o *ViewOptions) AddFlags(f *pflag.FlagSet) {
	f.IntVar(&o.MaxSteps, "max-steps", 200, "the `number` of packets and calls up to which they are drawn, and not summed up; 0: draw however many")
	f.BoolVar(&o.Summary, "summary", false, "the table of conversations, and no picture")
	f.StringVar(&o.Sort, "sort", "", "sort the table by `column`: stream, bytes, packets or duration")
	f.BoolVar(&o.All, "all", false, "all of the table, where a terminal gets the largest 20 conversations")
	f.StringVar(&o.Follow, "follow", "", "the bytes of stream `N`, named as by --flow, as the programs read them")
	f.BoolVar(&o.Hex, "hex", false, "the bytes of --follow in hexadecimal")
	f.StringVar(&o.Plot, "plot", "", "in place of the picture, the plot `NAME` of one stream over time: sequence, throughput, rtt or window; as svg, png or pdf")
	f.StringVar(&o.Whose, "sender", "", "whose data --plot shows, those of `WHO`: client, server or both (default: who sent more)")
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
	for _, view := range []bool{o.Summary, o.Follow != "", o.Verbose, o.Plot != ""} {
		if view {
			set++
		}
	}
	if set > 1 {
		return failure.Misused("choose one", "--summary, --follow, --verbose and --plot show the same packets in four ways")
	}
	if o.Hex && o.Follow == "" {
		return failure.Misused("say which stream: --follow tcp:0 --hex", "--hex is for --follow")
	}
	return o.checkPlot()
}

// senders are the values of --sender.
var senders = map[string]plot.Whose{"": plot.TheLarger, "client": plot.TheClients, "server": plot.TheServers, "both": plot.Both}

// checkPlot says what is wrong with the options of plots.
func (o *ViewOptions) checkPlot() error {
	if _, ok := senders[o.Whose]; !ok {
		return failure.Misused("use one of: client, server, both", "no such sender %q", o.Whose)
	}
	if o.Whose != "" && o.Plot == "" {
		return failure.Misused("say which plot: --plot sequence --sender "+o.Whose, "--sender is for --plot")
	}
	if o.Plot != "" && topic.Named(o.Plot) == topic.NoTopic {
		return failure.Misused("use one of: "+strings.Join(topic.Names(), ", "), "no such plot %q", o.Plot)
	}
	return nil
}

// CheckPlot refuses outputs that hold no plot, if one is asked for.
func (o *ViewOptions) CheckPlot(out *OutputOptions) error {
	if o.Plot == "" {
		return nil
	}
	all := out.Destinations()
	if len(all) == 0 {
		return failure.Misused("name a file: -o plot.svg, plot.png or plot.pdf", "a plot is no text: a terminal can't show it")
	}
	for _, d := range all {
		if !d.Format.TakesPlots() {
			return failure.Misused("write svg, png or pdf: -o plot.svg", "--plot draws no %s", d.Format)
		}
	}
	return nil
}

// View returns how the packets are shown.
func (o *ViewOptions) View() sink.View {
	return sink.View{
		MaxSteps: o.MaxSteps, Summary: o.Summary, Sort: o.Sort, All: o.All,
		Follow: o.Follow != "", Hex: o.Hex, Verbose: o.Verbose, Plot: sink.Plot{Topic: topic.Named(o.Plot), Whose: senders[o.Whose]},
	}
}

// Streams reports whether rows are written as the file is read.
func (o *ViewOptions) Streams() bool { return o.Follow != "" || o.Verbose }
