package selection

// maxUnderWay is how many packets a wire may have under way at once, for it to be
// known which of them were picked.
const maxUnderWay = 4096

// recentNumbers are the numbers of the packets that were picked last.
type recentNumbers [maxUnderWay]int

func (r *recentNumbers) add(number int) { r[number%maxUnderWay] = number }

// has reports whether a packet is one of them. There is no packet 0.
func (r *recentNumbers) has(number int) bool {
	return number > 0 && r[number%maxUnderWay] == number
}
