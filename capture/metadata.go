package capture

// Metadata is what a pcapng file says beside its entries, so that a copy can say it
// again. Numbers in it are little-endian, whatever the file has. What is said of drops and
// in statistics is complete in Origin.Rest alone.
type Metadata struct {
	Sections   [][]Option  // what each section says of itself, comments above all; without what Origin has, and without the same again
	Interfaces []Interface // by Sighting.Interface
	Described  [][2]int    // how many of Sections there were when which of Interfaces was described, in order
	Blocks     []Block     // names, secrets, and what others have put between the packets, in order
	Left       int         // sections, interfaces and blocks of which there were too many to keep
}

// Interface is where packets were captured, as a pcapng file describes it.
type Interface struct {
	Name       string // "eth0"; "" where the file does not say
	Link       LinkType
	SnapLength uint32   // most octets kept of a packet; 0: no limit
	Options    []Option // all that is said of it, the name too
	Drops      Drops
	Statistics []Option // what its newest statistics say besides
}

// Option is one option of a pcapng block.
type Option struct {
	Code  uint16
	Value []byte
}

// Block is a block that belongs to no packet, without its head and trailer.
type Block struct {
	Type uint32
	Body []byte
}
