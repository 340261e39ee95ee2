package report

import (
	"io"

	"wireladder/capture"
	"wireladder/cmd/report/output"
	"wireladder/cmd/report/sink"
	"wireladder/render"
	"wireladder/render/lanes"
	"wireladder/render/text"
	"wireladder/render/timing"
)

// Destination is where results go, and as what.
type Destination = output.Destination

// Format is the format of an output, by the name that users call it by.
type Format = output.Format

// The formats of outputs.
const (
	Pcapng    = output.Pcapng
	Pcap      = output.Pcap
	JSONLines = output.JSONLines
	Text      = output.Text
	SVG       = output.SVG
	PNG       = output.PNG
	PDF       = output.PDF
	HTML      = output.HTML
	Mermaid   = output.Mermaid
	PlantUML  = output.PlantUML
	Markdown  = output.Markdown
)

// Options say how and where something is shown. They have been checked.
type Options struct {
	Picture      Picture
	Destinations []Destination                 // each named once
	Titles       Titles                        // of pictures
	PacketsOnly  bool                          // nothing but packets in lines of JSON
	Stdout       io.Writer                     // of Destination "-"
	OwnScreen    bool                          // Stdout shows something already: see output.Options
	Further      func(string)                  // is told of further files: see output.Options
	Instead      func(*sink.Subject) sink.Sink // of text on Stdout: see output.Options
}

// Titles returns the heading of a picture of a run of that origin whose ladders are to be
// compared; "" for any other. nil has none.
type Titles func(capture.Origin) string

func (t Titles) of(o capture.Origin) string {
	if t == nil {
		return ""
	}
	return t(o)
}

// Picture says how text is written and drawn.
type Picture struct {
	Detail   render.Detail // how much is said about each packet
	Focus    bool          // what is not the point is folded
	Lanes    lanes.By      // which sockets share a lane
	Times    timing.Mode   // what rows say of time
	Untitled bool          // it is not said what it is of
	Screen   text.Style    // on stdout
	File     text.Style    // in files
	Look     sink.Look     // of pictures of lines and letters
}

// output returns how the outputs are opened.
func (o *Options) output() *output.Options {
	return &output.Options{
		Destinations: o.Destinations, Stdout: o.Stdout, OwnScreen: o.OwnScreen, Screen: o.Picture.Screen, File: o.Picture.File, Look: o.Picture.Look,
		Further: o.Further, Instead: o.Instead,
	}
}
