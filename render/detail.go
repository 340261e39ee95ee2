package render

// Detail says how much is explained.
type Detail uint8

// The details of --explain. The zero value is Brief.
const (
	Brief Detail = iota // a line a packet
	None                // labels and states only
	Full                // a paragraph a packet
)
