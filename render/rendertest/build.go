package rendertest

import (
	"strings"

	"wireladder/capture"
	"wireladder/capture/run/builder"
	"wireladder/render"
)

// Build returns the diagram of a recording; that of a scenario that contrasts UDP with
// TCP is aligned.
func Build(rec *capture.Recording) render.Diagram {
	s := render.Subject{Drops: rec.Drops}
	if strings.HasPrefix(rec.Origin.Scenario, "contrast") {
		s.Title = "The same line over UDP and over TCP"
	}
	return render.Build(builder.Of(rec), s)
}
