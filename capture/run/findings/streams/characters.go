package streams

import (
	"bytes"
	"unicode/utf8"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/capture/run/findings"
	"wireladder/capture/run/findings/accounts"
	"wireladder/capture/run/findings/letters"
	"wireladder/capture/run/findings/suspicion"
)

// uncounted finds a program that takes the number of characters of a text for that of its
// octets in UTF-8: what it receives last, behind what tells it that number, is just so long.
func (x *hearing) uncounted(s *accounts.Account) {
	sent := accounts.Payload(s.Peer.Sent, x.End)
	takes := accounts.Cuts(s, capture.Receives)
	if len(takes) < 2 || !utf8.Valid(sent) || takes[0].To >= int64(len(sent)) {
		return
	}
	text := sent[takes[0].To:]
	last := takes[len(takes)-1]
	more := int64(len(text) - utf8.RuneCount(text))
	if more <= 0 || int64(len(sent))-last.To != more || int64(len(sent)) != s.Peer.Handed() || last.Result != int64(last.Size) {
		return
	}
	x.Explain(s, findings.Finding{Rule: findings.NotASCII, Who: s.Socket, Other: s.Peer.Socket, Moments: []*run.Moment{last.Moment}, Process: s.Peer.Process, Got: more})
}

// miscounted finds an answer of HTTP whose header tells the number of characters of its body in
// place of that of its octets (RFC 9110 §8.6): who receives it takes too little.
func (x *hearing) miscounted(s *accounts.Account) {
	if s.Side != flow.Responder {
		return
	}
	all := accounts.Payload(s.Sent, x.End)
	single := bytes.Count(all, []byte("HTTP/1.")) == 1 // its header and its body may be sent one after the other
	for i := range s.Calls {
		c := &s.Calls[i]
		answer := c.Data
		if single {
			answer = all
		} else if int64(len(answer)) != c.Result {
			continue
		}
		length, body, ok := suspicion.Announced(nil, answer)
		if more := len(body) - length; c.Did(capture.Sends) && ok && more > 0 && utf8.Valid(body) && utf8.RuneCount(body) == length {
			x.Explain(s, findings.Finding{
				Rule: findings.NotASCII, Who: s.Socket, Other: s.Peer.Socket, Moments: []*run.Moment{c.Moment}, Process: s.Process, Got: int64(more), Of: int64(length),
			})
			return
		}
	}
}

// bytewise finds answers in which the letters of ASCII alone have become capitals: those of a
// text that was taken for one of octets.
func (x *hearing) bytewise() {
	for _, s := range x.All {
		if s.FD < 0 || x.Claimed[s] || s.Side != flow.Responder {
			continue
		}
		var asked []byte
		var take *accounts.Call
		for i := range s.Calls {
			switch c := &s.Calls[i]; {
			case c.Did(capture.Receives) && c.Result > 0:
				asked, take = c.Data, c
			case c.Did(capture.Sends) && take != nil && letters.LeavesLetters(asked, c.Data):
				f := findings.Finding{Rule: findings.NotASCII, Who: s.Socket, Moments: []*run.Moment{c.Moment}, Process: s.Process, Of: int64(len(c.Data))}
				if s.Peer != nil {
					f.Other = s.Peer.Socket
				}
				x.Explain(s, f)
			}
		}
	}
}
