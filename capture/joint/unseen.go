package joint

// Unseen is what one of two captures has not seen of a packet. The zero value, Nothing, is a packet of which both ends are known.
type Unseen uint8

// What has not been seen.
const (
	Nothing   Unseen = iota
	Departure        // it was captured at its receiver alone: its time is that of its arrival
	Before           // whether it arrives: the capture at its receiver had not begun
	After            // whether it arrives: the capture at its receiver has ended
	Dropped          // whether it arrives: the capture at its receiver has missed others, as it says, or as those show that its host sent meanwhile
	Filtered         // whether it arrives: the capture at its receiver has nothing of its ports, and may have been told to leave them out
	Part             // a part of it arrives: the sender's system hands over what the network card cuts into segments
	Between          // where it was lost: between the two captures, and no more is known
)

// unseenNames are those that files hold.
var unseenNames = [...]string{"", "departure", "before", "after", "dropped", "filtered", "part", "between"}

// String returns the name that files have for it; "" of Nothing.
func (u Unseen) String() string {
	if int(u) < len(unseenNames) {
		return unseenNames[u]
	}
	return ""
}

// ParseUnseen returns what a name stands for, and whether it is one.
func ParseUnseen(name string) (Unseen, bool) {
	for i, n := range unseenNames {
		if n == name && i > 0 {
			return Unseen(i), true //nolint:gosec // there are few
		}
	}
	return Nothing, false
}

// HidesArrival reports whether nobody knows if the packet arrives.
func (u Unseen) HidesArrival() bool {
	return u == Before || u == After || u == Dropped || u == Filtered
}
