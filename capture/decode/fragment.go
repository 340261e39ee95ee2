package decode

import "wireladder/capture/decode/reassembly"

// Why a fragment is not decoded, or not all of it.
const (
	isLaterFragment = "a later IP fragment, not all captured: its header came in the first one"
	isFirstFragment = "a first IP fragment, not all captured: the rest of its payload comes in later ones"
)

// piece is for a fragment: what is left goes to the others of its datagram, and
// comes back as the whole if this was the last one to come.
func (r *reading) piece(f reassembly.Fragment) bool {
	if r.quoted || r.overrun || len(r.Data) < r.Length {
		return r.incomplete(f)
	}
	f.Src, f.Dst, f.Data, f.Time = r.src, r.dst, r.Data, r.packet.Time
	d, problem := r.decoder.fragments.Add(f)
	if d == nil {
		r.packet.Payload, r.packet.PayloadLength = r.Data, len(r.Data)
		return r.Fail(problem)
	}
	r.packet.Fragments = d.Frames
	r.Data = d.Octets()
	r.Length = len(r.Data)
	return r.Then(d.Next)
}

// incomplete is for a fragment that was not captured to its end: the first one
// is read as far as it goes.
func (r *reading) incomplete(f reassembly.Fragment) bool {
	if f.Offset != 0 {
		return r.Fail(isLaterFragment)
	}
	r.partial = true
	r.Flaw(isFirstFragment)
	return r.Then(f.Next)
}
