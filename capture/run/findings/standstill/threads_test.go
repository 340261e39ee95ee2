package standstill_test

import (
	"testing"
	"time"

	"wireladder/capture"
)

// Two threads receive on one socket.
func TestStolen(t *testing.T) {
	thread := func(c *capture.Call) { c.Thread = 8 }
	steals := func(wait time.Duration, other ...what) func(p *play) {
		return func(p *play) {
			p.connects()
			p.tcp("server", "recv", 5, moves("hello"))
			p.waits("client", "recv", 4)
			p.tcp("server", "send", 5, moves("HELLO"))
			p.segment(1, capture.ACK|capture.PSH, "HELLO")
			p.tcp("client", "recv", 4, append(other, moves("HELLO"))...)
			p.Wait(wait)
			p.waits("server", "recv", 5)
		}
	}
	try(t, rows{
		"by another thread":              {steals(2*time.Second, thread), []string{"both-wait, client 4, client 4, client recv and client recv, 5 of 0"}},
		"by another thread, a while ago": {steals(time.Millisecond, thread), nil},
		"by a call of its own":           {steals(2 * time.Second), nil},
	})
}
