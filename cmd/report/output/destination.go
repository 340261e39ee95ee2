package output

import (
	"wireladder/capture/savefile"
	"wireladder/cmd/report/sink"
)

// Destination is where results go, and as what.
type Destination struct {
	Name   string // "-" is stdout
	Format Format
}

// Format is the format of an output, by the name that users call it by.
type Format string

// The formats of outputs.
const (
	Pcapng    Format = "pcapng"
	Pcap      Format = "pcap"
	JSONLines Format = "jsonl"
	Text      Format = "text"
	SVG       Format = "svg"
	PNG       Format = "png"
	PDF       Format = "pdf"
	HTML      Format = "html"
	Mermaid   Format = "mermaid"
	PlantUML  Format = "plantuml"
	Markdown  Format = "md"
)

// savedFormats are the formats of capture files.
var savedFormats = map[Format]savefile.Format{Pcapng: savefile.Pcapng, Pcap: savefile.Pcap}

// arts are the formats of pictures of lines and letters.
var arts = map[Format]sink.Art{SVG: sink.SVG, PNG: sink.PNG, PDF: sink.PDF, HTML: sink.HTML}

// IsPicture reports whether it is one that is drawn when all is known.
func (f Format) IsPicture() bool { return f == Text || f.IsArt() || f.IsWritten() }

// IsArt reports whether it is one of lines and letters, which no terminal shows.
func (f Format) IsArt() bool { return arts[f] != 0 }

// TakesPlots reports whether plots can be drawn as it.
func (f Format) TakesPlots() bool { return f == SVG || f == PNG || f == PDF }

// languages are the formats of pictures that are written for other programs.
var languages = map[Format]sink.Language{Mermaid: sink.Mermaid, PlantUML: sink.PlantUML, Markdown: sink.Markdown}

// IsWritten reports whether it is a language for pictures.
func (f Format) IsWritten() bool { return languages[f] != 0 }

// IsSaved reports whether it is the format of a capture file.
func (f Format) IsSaved() bool { return savedFormats[f] != 0 }
