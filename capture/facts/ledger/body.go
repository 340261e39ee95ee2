package ledger

// bodies holds the payloads that were seen last, so that bytes that come again can be
// compared with those that came before. It is a ring: how much it holds does not
// depend on how long the capture is.
type bodies struct {
	ring  []byte
	total int64 // octets that were ever put in
}

// bodyRoom is how many octets are held.
const bodyRoom = 4 << 20

// chunk is where a payload is held.
type chunk struct {
	at     int64 // of bodies.total when it was put in
	length int
}

// keep puts a payload in.
func (b *bodies) keep(payload []byte) chunk {
	if len(payload) == 0 || len(payload) > bodyRoom/4 {
		return chunk{}
	}
	b.grow(len(payload))
	at := int(b.total % bodyRoom)
	if at+len(payload) > bodyRoom { // it does not wrap around
		b.total += int64(bodyRoom - at)
		at = 0
	}
	copy(b.ring[at:], payload)
	c := chunk{b.total, len(payload)}
	b.total += int64(len(payload))
	return c
}

// grow makes room for a payload, until there is all the room: few connections need it.
func (b *bodies) grow(payload int) {
	need := min(int64(bodyRoom), b.total+int64(payload))
	if need <= int64(len(b.ring)) {
		return
	}
	const least = 1 << 14
	ring := make([]byte, min(bodyRoom, max(least, int64(2*len(b.ring)), need)))
	copy(ring, b.ring)
	b.ring = ring
}

// of returns what is held of a payload, nil if it was overwritten.
func (b *bodies) of(c chunk) []byte {
	if c.length == 0 || b.total-c.at > bodyRoom {
		return nil
	}
	at := int(c.at % bodyRoom)
	return b.ring[at : at+c.length]
}
