package lectures

import (
	"fmt"
	"slices"

	"wireladder/capture"
	"wireladder/capture/netns/wire"
	"wireladder/cmd/console"
)

// HintAtFaults says which of the faults have hit nothing in the run: a picture
// can't show what did not happen, and who has miscounted looks for it in vain.
func HintAtFaults(c *console.Console, faults []string, rec *capture.Recording) {
	for _, text := range faults {
		f, err := wire.ParseFault(text)
		if err == nil && !hasHit(rec, f.String()) {
			console.Say(c.Stderr, "hint", fmt.Sprintf("%q has hit nothing: no such packet was sent, or another fault hit it first", f))
		}
	}
}

// hasHit reports whether the fault of that name has hit a packet.
func hasHit(rec *capture.Recording, fault string) bool {
	return slices.ContainsFunc(rec.Entries, func(e capture.Entry) bool {
		return e.Delivery != nil && e.Delivery.Fault == fault
	})
}
