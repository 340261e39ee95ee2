// Package frame is how a frame is read: a [Cursor] that stands before its next
// header, and a [Kind] that says what header that is.
package frame

import "fmt"

// Cursor is on its way through one frame, from header to header.
type Cursor struct {
	Next   Kind   // what Data begins with
	Data   []byte // what is left, as far as it was captured
	Length int    // octets that are left by the headers so far; at least len(Data)

	IPHeaders int    // that were read so far
	Problem   string // see capture.Packet.Problem

	Texts *Texts // never nil
}

// Then says what follows the header just read.
func (c *Cursor) Then(next Kind) bool {
	c.Next = next
	return true
}

// ThenIP is Then for IPv4 or IPv6, told by the version, the only sign there is.
func (c *Cursor) ThenIP() bool {
	if len(c.Data) == 0 {
		return c.Fail("the frame ends where an IP header should begin")
	}
	switch version := c.Data[0] >> 4; version {
	case 4:
		return c.Then(EtherIPv4)
	case 6:
		return c.Then(EtherIPv6)
	default:
		return c.Failf("raw IP of version %d is neither IPv4 nor IPv6", version)
	}
}

// Take takes the first n octets off what is left. If they are not all there, it
// fails, saying within what the frame ends, and returns nil.
func (c *Cursor) Take(n int, header string) []byte {
	if len(c.Data) < n {
		c.Ends(header)
		return nil
	}
	head := c.Data[:n:n]
	c.Data, c.Length = c.Data[n:], c.Length-n
	return head
}

// Limit cuts what is left to length octets, which takes off what pads a frame.
func (c *Cursor) Limit(length int) {
	if length < c.Length {
		c.Length = length
		c.Data = c.Data[:min(len(c.Data), length)]
	}
}

// Fail ends the reading with the reason. It returns false, which is what a step
// returns that is the last one.
func (c *Cursor) Fail(problem string) bool {
	c.Problem = problem
	return false
}

// Failf is Fail for what hardly any frame has.
func (c *Cursor) Failf(format string, args ...any) bool {
	return c.Fail(fmt.Sprintf(format, args...))
}

// Unread fails because what a header announces is not read here.
func (c *Cursor) Unread(k Kind) bool { return c.Fail(c.Texts.unread(k)) }

// Ends fails because a header is not all there. Nothing but the snap length is
// to blame if the frame itself went on.
func (c *Cursor) Ends(header string) bool { return c.Fail(c.Cut(header)) }

// Cut says what ends within a header.
func (c *Cursor) Cut(header string) string {
	if len(c.Data) < c.Length {
		return c.Texts.Join("the capture ends within the ", header)
	}
	if c.IPHeaders > 0 {
		return c.Texts.Join("the datagram ends within the ", header)
	}
	return c.Texts.Join("the frame ends within the ", header)
}

// Flaw notes something odd that does not stop the reading.
func (c *Cursor) Flaw(text string) {
	if c.Problem != "" {
		text = c.Problem + "; " + text
	}
	c.Problem = text
}
