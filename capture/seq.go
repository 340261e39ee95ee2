package capture

// Seq is a TCP sequence number. Comparison is modulo 2^32 (RFC 9293 §3.4): a number
// "less than" another lies in the half of the number space behind it.
type Seq uint32

// Add returns the sequence number n octets after s.
func (s Seq) Add(n int) Seq { return s + Seq(uint32(n)) } //nolint:gosec // wrap-around is the point

// Sub returns how many octets s lies after t: negative when it lies before it.
func (s Seq) Sub(t Seq) int { return int(int32(s - t)) } //nolint:gosec // wrap-around is the point

// Less reports whether s lies before t.
func (s Seq) Less(t Seq) bool { return s.Sub(t) < 0 }

// LessEq reports whether s lies before t or is t.
func (s Seq) LessEq(t Seq) bool { return s.Sub(t) <= 0 }
