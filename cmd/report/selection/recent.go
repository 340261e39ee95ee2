package selection

import "wireladder/capture"

// recentNumbers are the numbers of the packets that were picked last.
type recentNumbers [capture.MaxUnderWay]int

func (r *recentNumbers) add(number int) { r[number%capture.MaxUnderWay] = number }

// has reports whether a packet is one of them. There is no packet 0.
func (r *recentNumbers) has(number int) bool {
	return number > 0 && r[number%capture.MaxUnderWay] == number
}
