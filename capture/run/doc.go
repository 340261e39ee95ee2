// Package run holds what happened in a recording: which sockets there were, and what
// happened at them, moment by moment, each with its facts. It is plain data: it holds no
// sentence, nothing of a picture, and not how any of it was found out, which is
// the matter of the packages below it:
//
//	                                      ┌─ flow.Tracker    what a packet means in its conversation
//	                                      ├─ book.Book       what is known of it by those before it
//	capture.Entry ─► run/builder.Builder ─┼─ run/sockets     whose packet or call it is
//	                        │             └─ run/kernel      what the kernel's sockets and counters say
//	                        ▼
//	              *Moment, *Socket, Run
package run

// Run is what a recording showed.
type Run struct {
	Sockets []*Socket
	Moments []*Moment // in causal order
	Watched bool      // the wire was watched at both ends
}
