// Package sides heads the lifelines of two joined captures by what the capture at their own end calls
// them, where addresses or ports are translated between the two.
package sides

import (
	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/capture/joint"
	"wireladder/capture/views"
	"wireladder/render"
)

// Told is what is noted where heads and arrows call one endpoint by two names.
const Told = "What heads a lifeline is as the capture at its own end has it."

// Name has the lifelines of d headed by the addresses of their own end, and notes that.
func Name(d *render.Diagram, a *joint.Captures) {
	if a == nil || len(a.Translated) == 0 {
		return
	}
	v := views.New(a)
	for i := range d.Ladders {
		l := &d.Ladders[i]
		for j := range l.Lifelines {
			name(&l.Lifelines[j], l.Proto, v)
		}
	}
	d.Notes = append(d.Notes, Told)
}

// name gives a lifeline the addresses of its own end. A client's keeps its own, and tells the server's
// that is another one at the server.
func name(l *render.Lifeline, proto capture.Protocol, v *views.Views) {
	switch {
	case l.Side == flow.Initiator && l.Remote.IsValid():
		if remote, _, other := v.Server(proto, l.Remote, l.Local); other && remote != l.Remote {
			l.Own, l.OwnRemote = l.Local, l.Remote
		}
	case l.Side != flow.Responder:
	case l.Remote.IsValid():
		l.Own, l.OwnRemote, _ = v.Server(proto, l.Local, l.Remote)
	default:
		l.Own, _ = v.ServerOnly(proto, l.Local)
	}
}
