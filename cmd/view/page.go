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
	p := html.Painter{Detail: flags.Details[o.Explain], Frames: html.FramesOf(r.diagram, &r.originals), Check: ctx.Err, Served: at.Served()}
	var page bytes.Buffer
	if err := p.Paint(&page, r.diagram); err != nil {
		return failure.Of(err, "")
	}
	m, err := at.Meet(c, page.Bytes(), r.steps(), web.Ink{Color: style.Color, ASCII: style.ASCII})
	if err != nil {
		return err
	}
	return at.Serve(ctx, m)
}

// steps returns how many steps there are.
func (r *Room) steps() (n int) {
	for i := range r.diagram.Ladders {
		n += len(r.diagram.Ladders[i].Steps)
	}
	return n
}
