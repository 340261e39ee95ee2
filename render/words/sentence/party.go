package sentence

import (
	"strings"

	"wireladder/capture/flow"
	"wireladder/capture/run"
)

// From names who sends the packet of a moment, as a sentence goes on: "the client"; or "client 2", as its head
// in a picture has it, where the recording has several programs of that side.
func From(m *run.Moment) string { return party(m.From, m.Observation.From) }

// Peer names the other side of the packet of a moment.
func Peer(m *run.Moment) string { return party(m.To, m.Observation.From.Peer()) }

// Owner names whose socket the call of a moment is made on, or the kernel speaks of.
func Owner(m *run.Moment) string {
	switch {
	case m.Says != nil:
		return party(m.Socket, m.Says.Side)
	case m.Socket == nil:
		return "this end"
	}
	return party(m.Socket, m.Socket.Side)
}

// party names who is on a side of a conversation, with that socket if it is known.
func party(k *run.Socket, side flow.Side) string {
	if k != nil && strings.HasPrefix(k.Process, side.String()+" ") {
		return k.Process
	}
	if side == flow.Responder {
		return "the server"
	}
	return "the client"
}
