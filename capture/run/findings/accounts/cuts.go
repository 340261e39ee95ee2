package accounts

import (
	"strings"

	"wireladder/capture"
)

// Cut is a call that has moved octets of a stream, and where in that they stand: from the From-th
// up to the To-th one, counted from 0.
type Cut struct {
	Call
	From, To int64
}

// Cuts returns where in their stream the calls on a socket begin and end that have done
// something: that have received, or sent. An urgent octet stands beside the stream, and what is
// only looked at stays there (MSG_OOB, MSG_PEEK).
func Cuts(s *Account, does capture.Doing) (all []Cut) {
	at := int64(0)
	for _, c := range s.Calls {
		n := c.Result
		switch urgent, looks := strings.Contains(c.Args.Flags, "MSG_OOB"), strings.Contains(c.Args.Flags, "MSG_PEEK"); {
		case urgent && does == capture.Sends:
			n--
		case urgent || looks:
			n = 0
		}
		if c.Did(does) && n > 0 {
			all = append(all, Cut{c, at, at + n})
			at += n
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
