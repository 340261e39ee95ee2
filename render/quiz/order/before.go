package order

// before reports whether the numbers of two packets prove that p was sent before q.
func (p *ranked) before(q *ranked) bool {
	switch {
	case q.answers > 0 && q.answers == p.number:
		return true
	case p.from != q.from:
		return q.acks && p.next > p.seq && q.ack >= p.next || p.ends && !q.opens && q.from != p.from && q.next > q.seq
	case q.seq != p.seq:
		return q.seq > p.seq
	case q.ack != p.ack:
		return q.ack > p.ack
	}
	return p.next == p.seq && q.next > q.seq // a bare ACK has the number of what follows
}

// relation says of each of some packets, by index, which ones are proven to be before it: those alone of which none
// other is in between.
type relation struct {
	all    [][]bool // all[i][j]: i is before j
	direct [][]int  // by packet: which are directly before it
}

// relate finds out what is proven about packets that stand in the order in which they were captured. ok is false where
// that contradicts it: what was captured is in another order than it was sent.
func relate(packets []ranked) (r relation, ok bool) {
	n := len(packets)
	r.all, r.direct = make([][]bool, n), make([][]int, n)
	for i := range r.all {
		r.all[i] = make([]bool, n)
	}
	for i := range packets {
		for j := range packets {
			r.all[i][j] = i != j && packets[i].before(&packets[j])
			if r.all[i][j] && i > j {
				return relation{}, false
			}
		}
	}
	r.conclude()
	for j := range packets {
		for i := range packets {
			if r.all[i][j] && !r.between(i, j) {
				r.direct[j] = append(r.direct[j], i)
			}
		}
	}
	return r, true
}

// conclude adds what follows: who is before one that is before another is before that, too.
func (r *relation) conclude() {
	for k := range r.all {
		for i := range r.all {
			for j := range r.all {
				r.all[i][j] = r.all[i][j] || r.all[i][k] && r.all[k][j]
			}
		}
	}
}

// between reports whether a packet is known to be between two others.
func (r *relation) between(i, j int) bool {
	for k := range r.all {
		if r.all[i][k] && r.all[k][j] {
			return true
		}
	}
	return false
}
