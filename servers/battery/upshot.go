package battery

import (
	"fmt"
	"net/netip"
	"strconv"
	"time"

	"wireladder/capture"
)

// Upshot is what became of a probe, as its clients have seen it.
type Upshot struct {
	Proto    capture.Protocol // of the server, as its kernel has it; 0: it takes no clients
	Address  netip.AddrPort   // where it takes them
	Passed   bool
	Partly   bool // the beginning of what was asked has its right answer
	Serial   bool // a client had its answer only when another one had left
	Skipped  string
	Expected string        // what should have come
	Seen     string        // what has
	Took     time.Duration // until the first answer was there; 0: there was none
	Printed  []string      // the last lines that the server has printed, escaped
}

// maxShown is how many octets of an answer are shown.
const maxShown = 60

// quoted returns octets as they are shown: the first ones, and how many there are.
func quoted(b []byte) string {
	if len(b) <= maxShown {
		return strconv.Quote(string(b))
	}
	return fmt.Sprintf("%s… (%d bytes)", strconv.Quote(string(b[:maxShown])), len(b))
}
