package cmd

import (
	"context"
	"os"
	"slices"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"wireladder/cmd/report"
	"wireladder/cmd/report/sink"
	"wireladder/cmd/report/source"
	"wireladder/render/text/table"
)

// readOptions are the options of `wireladder read`.
type readOptions struct {
	File    string // "-" is stdin
	Select  selectOptions
	View    viewOptions
	Picture pictureOptions
	Output  outputOptions
}

// viewOptions say how the selected packets are shown: as a picture or, if there
// are too many, a table of their conversations, unless one of them is set.
type viewOptions struct {
	MaxSteps int  // of a picture; 0: as many as there are
	Summary  bool // the table of conversations
	Sort     string
	All      bool   // all conversations, also on a terminal
	Follow   string // the bytes of a stream, named as by --flow
	Hex      bool   // of these, in hexadecimal
	Verbose  bool   // header fields and bytes of each packet
}

func (o *viewOptions) addFlags(f *pflag.FlagSet) {
	f.IntVar(&o.MaxSteps, "max-steps", 200, "the `number` of packets and calls up to which they are drawn, and not summed up; 0: draw however many")
	f.BoolVar(&o.Summary, "summary", false, "the table of conversations, and no picture")
	f.StringVar(&o.Sort, "sort", "", "sort the table by `column`: stream, bytes, packets or duration")
	f.BoolVar(&o.All, "all", false, "all of the table, where a terminal gets the largest 20 conversations")
	f.StringVar(&o.Follow, "follow", "", "the bytes of stream `N`, named as by --flow, as the programs read them")
	f.BoolVar(&o.Hex, "hex", false, "the bytes of --follow in hexadecimal")
	f.BoolVarP(&o.Verbose, "verbose", "v", false, "header fields and bytes of each packet")
}

func (o *viewOptions) check() error {
	if o.MaxSteps < 0 {
		return misused("0 draws however many there are", "no picture has %d steps", o.MaxSteps)
	}
	if o.Sort != "" && !slices.Contains(table.Orders(), o.Sort) {
		return misused("use one of: stream, bytes, packets, duration", "no such column to sort by: %q", o.Sort)
	}
	set := 0
	for _, view := range []bool{o.Summary, o.Follow != "", o.Verbose} {
		if view {
			set++
		}
	}
	if set > 1 {
		return misused("choose one", "--summary, --follow and --verbose show the same packets in three ways")
	}
	if o.Hex && o.Follow == "" {
		return misused("say which stream: --follow tcp:0 --hex", "--hex is for --follow")
	}
	return nil
}

// view returns how the packets are shown.
func (o *viewOptions) view() sink.View {
	return sink.View{
		MaxSteps: o.MaxSteps, Summary: o.Summary, Sort: o.Sort, All: o.All,
		Follow: o.Follow != "", Hex: o.Hex, Verbose: o.Verbose,
	}
}

// streams reports whether rows are written as the file is read.
func (o *viewOptions) streams() bool { return o.Follow != "" || o.Verbose }

func newReadCommand(c *console) *cobra.Command {
	o := &readOptions{}
	cmd := &cobra.Command{
		Use:   "read FILE",
		Short: "Draw a saved pcap or pcapng file, or sum it up",
		Long: `read draws the packets of a capture file, and the socket calls if the file holds
them: a .pcapng file that "demo -o" wrote gives the very picture that demo drew.
"-" reads from stdin. Files may be compressed with gzip, zstd or lz4.

Of more than --max-steps packets and calls, or of more conversations than
can be told apart (one for 5 cells), it prints the table of the conversations,
and how to draw one. A terminal gets the 20 largest, by bytes or by --sort,
unless --all is given; a file or a pipe gets all of them, a line each unless
--width is given. The bytes are those of the frames.

--flow, --port, --host-filter, --from, --to and --filter pick packets for every
kind of output, and all of them must hold. Streams keep the numbers that they
have in the whole file. Of socket calls those are left out that name no address
of what is picked. --filter takes a build with libpcap.

--follow prints the bytes of one stream: TCP's in the order of their numbers,
however they came, UDP's datagram by datagram. ">" marks what the client sent,
"<" what the server did, "--" what is said about them: bytes that were not
captured, the end. What is not printable is escaped as in Go.

--format jsonl writes an object a line for programs to read; with --summary one
for each conversation.

A pcapng file that is written has the interfaces of the one that is read, each
packet on its own and with its flags, and its names and secrets. Packets without
time (Simple Packet Blocks) are shown and written without: pcap can't hold them,
nor packets of several link types.

Of a file that is cut off or damaged, what stands before the fault is shown.
Interrupted (^C), it shows what was read so far, and the exit status is 1. Let
tcpdump write each packet at once (-U): ^C ends both at the same time.
` + exitStatus,
		Example: `  wireladder read run.pcapng
  wireladder read big.pcap.gz --summary
  wireladder read big.pcap --flow 3 -o three.pcapng
  wireladder read big.pcap --follow tcp:3
  wireladder read big.pcap --format jsonl --packets-only
  tcpdump -U -i lo -w - port 12000 | wireladder read -`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.File = args[0]
			return runRead(cmd.Context(), c, o)
		},
	}
	f := cmd.Flags()
	o.View.addFlags(f)
	o.Select.addFlags(f)
	o.Picture.addFlags(f)
	o.Output.addFlags(f)
	return cmd
}

// check says what is wrong with the options, before anything is read.
func (o *readOptions) check(c *console) error {
	for _, check := range []func() error{
		o.Picture.check, o.View.check, o.notInPlace, func() error { return o.Output.check(c) },
	} {
		if err := check(); err != nil {
			return err
		}
	}
	if o.View.Follow != "" && o.Select.Flow != "" {
		return misused("leave out --flow", "--follow names the stream already")
	}
	return o.notFromTerminal(c)
}

func runRead(ctx context.Context, c *console, o *readOptions) error {
	if err := o.check(c); err != nil {
		return err
	}
	if o.View.Follow != "" {
		o.Select.Flow = o.View.Follow
	}
	selected, err := o.Select.selection()
	if err != nil {
		return err
	}
	return unshown(report.Read(ctx, &report.File{
		Name: o.File, Stdin: c.stdin, Select: selected, View: o.View.view(),
		Progress: o.progress(c), Options: o.Picture.options(c, &o.Output),
	}), o.File)
}

// progress returns what shows on stderr how far the file is read, if that is a
// terminal that is free for it: nothing else is to write rows to a terminal.
func (o *readOptions) progress(c *console) *source.Progress {
	width, tty := terminal(c.stderr)
	_, shared := terminal(c.stdout)
	if !tty || shared && (o.View.streams() || o.Output.lines()) {
		return nil
	}
	return source.NewProgress(c.stderr, o.File, width, time.Now)
}

// notFromTerminal refuses to read a capture from a keyboard.
func (o *readOptions) notFromTerminal(c *console) error {
	f, ok := c.stdin.(*os.File)
	if o.File != "-" || !ok {
		return nil
	}
	if _, tty := terminal(f); tty {
		return misused("pipe a capture into it: tcpdump -U -w - … | wireladder read -", "stdin is a terminal")
	}
	return nil
}

// notInPlace refuses to write the file that is read.
func (o *readOptions) notInPlace() error {
	in, err := os.Stat(o.File)
	if err != nil {
		return nil // opening it will tell
	}
	for _, name := range o.Output.Files {
		if out, err := os.Stat(name); err == nil && os.SameFile(in, out) && in.Mode().IsRegular() {
			return misused("name another output file", "input and output are the same file %q", name)
		}
	}
	return nil
}
