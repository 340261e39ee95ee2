package view

import (
	"bytes"
	"context"

	"wireladder/cmd/console"
	"wireladder/cmd/failure"
	"wireladder/cmd/flags"
	"wireladder/cmd/web"
	"wireladder/render/html"
)

// Serve serves the room as a page, until the context ends.
func (r *Room) Serve(ctx context.Context, c *console.Console, o *flags.PictureOptions, at *web.Invitation) error {
	style := o.Style(c, c.Stdout)
	p := html.Painter{Detail: flags.Details[o.Explain], Frames: r.frames(), Check: ctx.Err, Served: at.Served()}
	var page bytes.Buffer
	if err := p.Paint(&page, r.diagram); err != nil {
		return failure.Of(err, "")
	}
	return at.Serve(ctx, c, page.Bytes(), r.steps(), web.Ink{Color: style.Color, ASCII: style.ASCII})
}

// steps returns how many steps there are.
func (r *Room) steps() (n int) {
	for i := range r.diagram.Ladders {
		n += len(r.diagram.Ladders[i].Steps)
	}
	return n
}

// frames returns the octets of the packets that steps are of.
func (r *Room) frames() *html.Frames {
	all := &html.Frames{}
	for i := range r.diagram.Ladders {
		for j := range r.diagram.Ladders[i].Steps {
			s := &r.diagram.Ladders[i].Steps[j]
			if o := r.originals.Packet(s); o != nil && !all.Has(s.Packet) {
				all.Add(o)
			}
		}
	}
	return all
}
