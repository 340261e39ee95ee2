package sentence

import "wireladder/capture/facts"

// Lost says where a packet was lost: a wire that is told what to lose, loses it; of two captures
// that were joined, none tells more than that it was between them.
func Lost(f *facts.Fate) string {
	if f.LostBetween() {
		return "between the two captures"
	}
	return "on the wire"
}
