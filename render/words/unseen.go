package words

import (
	"fmt"

	"wireladder/capture/joint"
	"wireladder/capture/run"
)

// ofUnseen says what one of two captures that were joined has not seen of a packet.
func ofUnseen(m *run.Moment, s Sentence) Sentence {
	from, peer := m.Observation.From, m.Observation.From.Peer()
	switch m.Facts.Fate.Unseen() {
	case joint.Departure:
		s.Add(fmt.Sprintf("; captured at the %s alone", peer), fmt.Sprintf(" The %s's capture does not hold it: it was captured at the %s alone, and its time is that of its arrival.", from, peer))
	case joint.Before:
		s.Add(fmt.Sprintf("; not in the %s's capture", peer), fmt.Sprintf(" The %s's capture does not hold it, and its first packet is a later one: this one was lost, or arrived before that capture began.", peer))
	case joint.After:
		s.Add(fmt.Sprintf("; not in the %s's capture", peer), fmt.Sprintf(" The %s's capture does not hold it, and its last packet is an earlier one: this one was lost, or arrived after that capture had ended.", peer))
	case joint.Dropped:
		s.Add(fmt.Sprintf("; not in the %s's capture", peer), fmt.Sprintf(" The %s's capture does not hold it, and has missed other packets: this one was lost, or is one of those.", peer))
	case joint.Filtered:
		s.Add(fmt.Sprintf("; not in the %s's capture", peer), fmt.Sprintf(" The %s's capture does not hold it, nor any other packet of these ports: this one was lost, or that capture has a filter that leaves them out.", peer))
	case joint.Part:
		s.Add("; not all of it arrives", fmt.Sprintf(" The %s's system handed it over whole, to be cut into segments behind the capture; not all of these are in the %s's capture.", from, peer))
	}
	return s
}
