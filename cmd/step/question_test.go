package step

import (
	"testing"

	"wireladder/capture"
	"wireladder/cmd/step/holding"
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
		"client, next: select(): does it send a packet? will it wait?":   {Name: "select"},
		"client, next: accept(): does it send a packet? will it wait?":   {Name: "accept"},
		"client, next: listen(): will the wire show anything?":           {Name: "listen"},
		"client, next: dance(): what will the wire show?":                {Name: "dance"},
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

// A question is open when all entries before it have come.
func TestQuestionIsDue(t *testing.T) {
	for _, tt := range []struct {
		asked *holding.Notice
		come  int
		want  bool
	}{{nil, 2, false}, {&holding.Notice{After: 2}, 1, false}, {&holding.Notice{After: 2}, 2, true}, {&holding.Notice{After: 2}, 3, true}} {
		s := &single{tt.asked}
		if s.due(tt.come, false) != tt.want {
			t.Errorf("%+v and %d entries: due: %t", tt.asked, tt.come, !tt.want)
		}
	}
}
