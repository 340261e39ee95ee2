package view

import (
	"context"

	"wireladder/cmd/console"
	"wireladder/cmd/flags"
	"wireladder/render"
	"wireladder/render/text/fullscreen"
	"wireladder/render/walk"
)

// OngoingView is a terminal on which somebody follows what goes on by itself, or looks back. Make one with Follow.
type OngoingView struct{ taken }

// followHint says what keys do first, and followEnd when nothing more comes.
const (
	followHint = "it follows what comes: b goes back and stays there, End follows again, q ends it"
	followEnd  = "the capture has ended: b goes back, / searches, q leaves and tells more"
)

// Follow takes the terminal, and shows what is called name there until the user leaves.
func Follow(ctx context.Context, c *console.Console, o flags.PictureOptions, name string) (*OngoingView, error) {
	f := &OngoingView{}
	return f, f.take(ctx, c, o, NewRoom(name, 0), func(v *fullscreen.Display) { v.GoesOn(nil, nil) }, followHint)
}

// Show shows what there is now. It waits for nobody.
func (s *OngoingView) Show(d *render.Diagram, o *walk.Originals) {
	s.put(runSoFar{diagram: d, originals: o})
}

// IsReady reports whether what there was before is shown: more would take its place.
func (s *OngoingView) IsReady() bool { return len(s.scenes) == 0 }

// End shows what there was when nothing more comes.
func (s *OngoingView) End(d *render.Diagram, o *walk.Originals) {
	s.put(runSoFar{diagram: d, originals: o, ended: followEnd})
}

// Left returns what is closed when the user has left.
func (s *OngoingView) Left() <-chan struct{} { return s.left }
