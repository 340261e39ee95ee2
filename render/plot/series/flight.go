package series

import (
	"cmp"
	"slices"
	"time"
)

// Flight returns how many numbers were under way, and how that changes: sent, up to the highest
// one, and not acknowledged. What is named by SACK counts as long as it is not acknowledged, and
// so does what was lost. Until an acknowledgment or the SYN tells where they begin, nothing is
// known of it.
func (s *Stream) Flight(of *Course) []Amount {
	var (
		f   outstanding
		all []Amount
	)
	for _, e := range s.happened(of) {
		if e.sent != nil {
			f.send(e.sent)
		} else {
			f.land(e.told)
		}
		if n := max(f.highest-f.acked, 0); f.known && (len(all) == 0 || all[len(all)-1].Octets != n) {
			all = append(all, Amount{At: e.at, Octets: n})
		}
	}
	return all
}

// outstanding is what is under way.
type outstanding struct {
	known          bool // from where on it is not acknowledged
	begun          bool
	highest, acked int64
}

// send takes a segment.
func (f *outstanding) send(x *Sending) {
	if x.RST || x.Probe && x.Span.Len() == 0 {
		return
	}
	if x.SYN && !f.known {
		f.known, f.acked = true, x.Span.From
	}
	if !f.begun {
		f.begun, f.highest = true, x.Span.To
	}
	f.highest = max(f.highest, x.Span.To)
}

// land takes an acknowledgment.
func (f *outstanding) land(r *Receipt) {
	if !f.known {
		f.known, f.acked = true, r.Number
	}
	f.acked = max(f.acked, r.Number)
	f.highest, f.begun = max(f.highest, f.acked), true
}

// occurrence is a sending or a receipt.
type occurrence struct {
	at    time.Duration
	order int
	sent  *Sending
	told  *Receipt
}

// happened returns what was sent and told, in the order of the capture, or of a watched wire in
// that in which its sender sees it.
func (s *Stream) happened(of *Course) []occurrence {
	all := make([]occurrence, 0, len(of.Sendings)+len(of.Receipts))
	for i := range of.Sendings {
		x := &of.Sendings[i]
		all = append(all, occurrence{x.At, x.order, x, nil})
	}
	for i := range of.Receipts {
		r := &of.Receipts[i]
		all = append(all, occurrence{r.At, r.order, nil, r})
	}
	slices.SortStableFunc(all, func(a, b occurrence) int {
		if s.Watched {
			return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.order, b.order))
		}
		return cmp.Compare(a.order, b.order)
	})
	return all
}
