package step

import (
	"wireladder/capture"
	"wireladder/capture/run/builder"
	"wireladder/cmd/step/keyboard"
	"wireladder/render"
	"wireladder/render/text/asking"
	"wireladder/render/walk"
)

// Walkthrough is a screen of its own on which a run is stepped through: forward, and back as far as is wanted. It takes
// the place of a picture that grows, and of keys.
type Walkthrough interface {
	// Show shows what there is of a run, and what is asked where that ends.
	Show(d *render.Diagram, o *walk.Originals, q asking.CallQuestion)
	// Next returns where the answer to what is asked will come.
	Next() <-chan keyboard.Answer
	// Typed returns where lines come that are typed for a program, with their ends.
	Typed() <-chan string
	// Left returns what is closed when the user has left, who wants the run to end.
	Left() <-chan struct{}
	// Wait shows the whole of a run that has ended, and returns when the user has left: with what has kept it
	// from being shown.
	Wait(d *render.Diagram, o *walk.Originals) error
	// Leave gives the screen back at once. Again it does nothing.
	Leave()
}

// stand shows what there is on the screen.
func (st *stepper) stand() {
	q := asking.CallQuestion{Who: st.asks.members(), TypesTo: st.TypesTo}
	if st.asking {
		q.Asks = st.asks.about()
	}
	if len(st.flying) == 0 && len(st.Report.Recording().Entries) == 0 && q.IsNone() {
		return
	}
	d, o := st.scene(withFlying(st.Report.Recording(), st.flying))
	d.Findings = nil // that is said at the end
	if len(d.Ladders) == 0 {
		d.Notes = nil // that nothing is there; something is to come
	}
	st.Live.Show(d, o, q)
}

// fall shows the whole of a run that has ended, until the user leaves.
func (st *stepper) fall() error {
	d, o := st.scene(st.Report.Recording())
	if st.left {
		d.Findings = nil
	}
	return st.Live.Wait(d, o)
}

// scene returns the diagram of a recording, and what its steps are of.
func (st *stepper) scene(rec *capture.Recording) (*render.Diagram, *walk.Originals) {
	r, o := builder.Of(rec), &walk.Originals{}
	for i := range r.Moments {
		o.Add(r.Moments[i])
	}
	d := st.built(rec, r)
	return &d, o
}
