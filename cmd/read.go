package cmd

import (
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"wireladder/capture"
	"wireladder/capture/savefile"
)

// readOptions are the options of `wireladder read`.
type readOptions struct {
	File    string // "-" is stdin
	Picture pictureOptions
	Output  outputOptions
}

func newReadCommand(c *console) *cobra.Command {
	o := &readOptions{}
	cmd := &cobra.Command{
		Use:   "read FILE",
		Short: "Draw a saved pcap or pcapng file",
		Long: `read draws the packets of a capture file, and the socket calls if the file holds
them: a .pcapng file that "demo -o" wrote gives the very picture that demo drew.
"-" reads from stdin. Files may be compressed with gzip.

Of a file that is cut off or damaged, what stands before the fault is drawn.
` + exitStatus,
		Example: `  wireladder read run.pcapng
  tcpdump -i lo -w - port 12000 | wireladder read -`,
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			o.File = args[0]
			return runRead(c, o)
		},
	}
	o.Picture.addFlags(cmd.Flags())
	o.Output.addFlags(cmd.Flags())
	return cmd
}

func runRead(c *console, o *readOptions) error {
	if err := o.Picture.check(); err != nil {
		return err
	}
	if err := o.notInPlace(); err != nil {
		return err
	}
	rec, fault := o.load(c)
	if fault != nil && len(rec.Entries) == 0 {
		return failed(fault, "")
	}
	if err := o.present(c, rec); err != nil {
		return err
	}
	return failed(fault, "what stands before the fault is drawn")
}

// load reads the file: all of it, or what is good before its fault.
func (o *readOptions) load(c *console) (*capture.Recording, error) {
	in, err := o.open(c)
	if err != nil {
		return &capture.Recording{}, err
	}
	defer in.Close() //nolint:errcheck // only read
	r, err := savefile.NewReader(in)
	if err != nil {
		return &capture.Recording{}, fmt.Errorf("can't read %q: %w", o.File, err)
	}
	rec, err := savefile.ReadAll(r)
	if err != nil {
		err = fmt.Errorf("%q: %w", o.File, err)
	}
	return rec, err
}

// present draws a recording and writes it to the outputs.
func (o *readOptions) present(c *console, rec *capture.Recording) error {
	outs, err := o.Output.open(c, rec.Origin, linkType(rec))
	if err != nil {
		return err
	}
	defer outs.abort()
	v := newEvidence(rec.Origin, outs)
	for _, e := range rec.Entries {
		if err := v.add(e); err != nil {
			return failed(err, "")
		}
	}
	v.rec.Drops = rec.Drops
	return v.present(c, &o.Picture)
}

// linkType returns the link type of a recording's packets: files of several
// are not written.
func linkType(rec *capture.Recording) capture.LinkType {
	for _, e := range rec.Entries {
		if e.Packet != nil {
			return e.Packet.Link
		}
	}
	return capture.LinkEthernet
}

func (o *readOptions) open(c *console) (io.ReadCloser, error) {
	if o.File == "-" {
		if f, ok := c.stdin.(*os.File); ok {
			if _, tty := terminal(f); tty {
				return nil, misused("pipe a capture into it: tcpdump -w - … | wireladder read -", "stdin is a terminal")
			}
		}
		return io.NopCloser(c.stdin), nil
	}
	return os.Open(o.File)
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
