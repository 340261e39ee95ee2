package pairing

// sights are what is remembered of the packets of one capture, in their order. The zero value
// is that of none.
type sights struct{ chunks [][]sight }

// chunkBits says how many of them are kept together: so many that few are allocated for
// nothing.
const chunkBits = 12

// add adds the next one.
func (s *sights) add(one sight) {
	if n := len(s.chunks); n == 0 || len(s.chunks[n-1]) == 1<<chunkBits {
		s.chunks = append(s.chunks, make([]sight, 0, 1<<chunkBits))
	}
	last := &s.chunks[len(s.chunks)-1]
	*last = append(*last, one)
}

// len returns how many there are.
func (s *sights) len() int {
	n := len(s.chunks)
	if n == 0 {
		return 0
	}
	return (n-1)<<chunkBits + len(s.chunks[n-1])
}

// at returns one, counted from 0.
func (s *sights) at(i int32) *sight { return &s.chunks[i>>chunkBits][i&(1<<chunkBits-1)] }

// all yields all of them.
func (s *sights) all(yield func(int32, *sight) bool) {
	var i int32
	for _, chunk := range s.chunks {
		for at := range chunk {
			if !yield(i, &chunk[at]) {
				return
			}
			i++
		}
	}
}
