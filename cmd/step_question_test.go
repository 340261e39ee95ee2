package cmd

import (
	"testing"

	"wireladder/capture"
)

func TestQuestion(t *testing.T) {
	for want, c := range map[string]capture.Call{
		"client, next: socket(): will the server hear of it?":            {Name: "socket"},
		"client, next: bind(): will the wire show anything?":             {Name: "bind"},
		"client, next: connect(): what will the wire show?":              {Name: "connect"},
		"client, next: connect() over UDP: will a packet leave?":         {Name: "connect", Proto: capture.UDP},
		"client, next: send(1 byte): how many segments, and who ACKs?":   {Name: "send", Size: 1},
		"client, next: sendto(5 bytes): does anything go before it?":     {Name: "sendto", Size: 5, Proto: capture.UDP},
		"client, next: recv(): does asking send a packet? will it wait?": {Name: "recv"},
		"client, next: shutdown(SHUT_WR): which direction ends?":         {Name: "shutdown", Args: capture.Arguments{How: capture.ShutWrite}},
		"client, next: close(): which segments, and who keeps the port?": {Name: "close"},
		"client, next: close(): will the server notice?":                 {Name: "close", Proto: capture.UDP},
		"client, next: read(): does asking send a packet? will it wait?": {Name: "read"},
		"client, next: fcntl(): will the wire show anything?":            {Name: "fcntl"},
		"client, next: select(): what will the wire show?":               {Name: "select"},
	} {
		if c.Proto == capture.Undecoded {
			c.Proto = capture.TCP
		}
		c.Process.Name = "client"
		if got := question(&c); got != want {
			t.Errorf("%s: %q", c.Name, got)
		}
		if room := 79 - len("> ") - len(" 10") - len("  [space, q]"); len(want) > room {
			t.Errorf("%q takes %d cells of %d", want, len(want), room)
		}
	}
}
