package keys

// Rank is how much a moment matters. Of a ladder those of the highest rank are key that it has.
type Rank uint8

// The ranks, from below.
const (
	Usual    Rank = iota
	Turn          // the first message, a connection that is handed over or ends
	Handed        // accept(2) where several clients come: who is served, and when
	Ready         // a call says which of several sockets are ready
	Boundary      // a call returns a part of a message, or several at once
	Surprise      // something is lost, fails, or is not as one would expect
)

// most is how many moments may be key where none is a surprise: of more none stands out.
const most = 16

// Key returns which rank is key in a ladder that has so many moments of each, and so many
// clients; Usual if none is.
func Key(count [Surprise + 1]int, clients int) Rank {
	if count[Surprise] > 0 {
		return Surprise
	}
	for r := Boundary; r > Usual; r-- {
		if r == Handed && clients < 2 {
			continue
		}
		if n := count[r]; n > 0 && n <= most {
			return r
		}
	}
	return Usual
}
