package accounts

import "wireladder/capture"

// Cut is a call that has moved octets of a stream, and where in that they stand: from the From-th
// up to the To-th one, counted from 0.
type Cut struct {
	Call
	From, To int64
}

// Cuts returns where in their stream the calls on a socket begin and end that have done
// something: that have received, or sent.
func Cuts(s *Account, does capture.Doing) (all []Cut) {
	at := int64(0)
	for _, c := range s.Calls {
		if c.Did(does) && c.Result > 0 {
			all = append(all, Cut{c, at, at + c.Result})
			at += c.Result
		}
	}
	return all
}

// Whole returns how many of the calls by which the other side has sent a call has taken all of.
func (t *Cut) Whole(of *Account) (n int64) {
	for _, m := range Cuts(of, capture.Sends) {
		if m.From >= t.From && m.To <= t.To {
			n++
		}
	}
	return n
}
