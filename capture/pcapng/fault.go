package pcapng

import "fmt"

// PlaceError is a fault in a capture file, and where it is. It wraps the fault
// itself: io.ErrUnexpectedEOF for a file that is cut off, and the errors of the
// io.Reader that the file is read from.
type PlaceError struct {
	Packet int    // number of the packet that was being read, or would have come next, from 1
	Offset int64  // octets of the file before the faulty block or record, unpacked where it is packed
	Packed string // what the file is packed with, as the program is called: "gzip", "zstd"; "" if it is not
	Err    error  // what is wrong
}

// Error returns the place and the fault: "packet 17 (offset 2040): …", and for
// a packed file "packet 17 (offset 2040, gzip unpacked): …".
func (e *PlaceError) Error() string {
	unpacked := ""
	if e.Packed != "" {
		unpacked = ", " + e.Packed + " unpacked"
	}
	return fmt.Sprintf("packet %d (offset %d%s): %v", e.Packet, e.Offset, unpacked, e.Err)
}

// Unwrap returns the fault.
func (e *PlaceError) Unwrap() error { return e.Err }
