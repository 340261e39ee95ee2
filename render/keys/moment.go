package keys

import (
	"strings"

	"wireladder/capture"
	"wireladder/capture/facts"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/render/dns"
)

// Of ranks a moment, which must be settled.
func Of(m *run.Moment) Rank {
	switch m.Kind {
	case run.Packet:
		return ofPacket(m)
	case run.Arrival:
		return ofArrival(m)
	case run.Call, run.Enter, run.Return:
		return ofCall(m)
	case run.Kernel:
		return ofKernel(m.Says)
	case run.Silent, run.Stray:
	}
	return Usual
}

// ofPacket ranks a packet that is sent.
func ofPacket(m *run.Moment) Rank {
	f, from := m.Facts, m.Observation.From
	switch {
	case f.Fate.Lost(), f.Again != nil, f.Full, f.Early, f.Wait != nil && f.Wait.Rule == facts.Nagle:
		return Surprise
	case f.Discarded(), f.Kept, m.Forgotten(), m.Recalled(), len(m.Bystanders) > 0:
		return Surprise
	case from == flow.Initiator && m.Events.Has(flow.SYNACK):
		return Surprise // both ends have opened
	case m.Events.Has(flow.RST), m.Events.Has(flow.Unreachable), m.Packet.Proto == capture.TCP && m.Packet.TCP.Flags.Has(capture.URG):
		return Surprise
	case f.Probe != nil, f.AnswersProbe > 0, opensOrCloses(m), f.Dup != nil && f.Dup.Asks:
		return Surprise
	case crosses(m), m.Before[from] == flow.CloseWait && m.Events.Has(flow.Data):
		return Surprise
	case m.Conversation != nil && nameless(m.Packet):
		return Turn
	case m.Events.Has(flow.FIN), f.Wait != nil && f.Wait.Rule == facts.DelayedACK && m.After[from] == flow.Established:
		return Turn
	case from == flow.Initiator && m.Octets[from] > 0 && m.Octets[from] == int64(m.Packet.PayloadLength):
		return Turn // its first message
	}
	return Usual
}

// nameless reports whether a name server answers with an error: there is no such name, say.
func nameless(p *capture.Packet) bool {
	said, ok := dns.Of(p)
	return ok && said.Answer && said.Code != ""
}

// opensOrCloses reports whether a packet says that its sender has no room any more, or has
// some again.
func opensOrCloses(m *run.Moment) bool {
	return ClosesWindow(m) || m.Facts.Reopens || m.Facts.Window != nil && m.Facts.Window.Before == 0
}

// Refuses reports whether the packet of a socket shows that it has refused a connection: then
// it has no peer.
func Refuses(m *run.Moment) bool {
	r := m.Facts.Reset
	return r != nil && r.Why == facts.Refuses && r.Listens == 0 && m.From.FD < 0
}

// ClosesWindow reports whether a packet says that its sender has no room any more.
func ClosesWindow(m *run.Moment) bool { return m.Events.Has(flow.ZeroWindow) }

// crosses reports whether a FIN meets the other end's on the way.
func crosses(m *run.Moment) bool {
	for _, side := range []flow.Side{flow.Initiator, flow.Responder} {
		if m.Changed(side) && m.After[side] == flow.Closing {
			return true
		}
	}
	return false
}

// ofArrival ranks a packet that arrives: once more, or before one that was sent earlier.
func ofArrival(m *run.Moment) Rank {
	switch {
	case m.Coming.Copy > 0, m.Coming.Overtaken > 0, m.Conversation != nil && crosses(m):
		return Surprise
	}
	return Usual
}

// ofKernel ranks a word of the kernel.
func ofKernel(k *run.Says) Rank {
	if k.Listener.IsValid() && k.Length > k.Backlog || k.Unread > 0 {
		return Surprise
	}
	return Usual
}

// ofCall ranks a call, or its return.
func ofCall(m *run.Moment) Rank {
	c := m.Call
	switch {
	case c.Does(capture.Interrupts), c.Does(capture.Ends) && c.Args.Signal != "":
		return Surprise
	case m.Kind == run.Enter:
		if c.Does(capture.Sends) && !run.OpensFast(c) {
			return Surprise // it waits for room
		}
		return Usual
	case fails(m), m.Meets.Larger > 0, takesPart(m), holdsBack(m), m.Meets.Own:
		return Surprise
	case c.Does(capture.ShutsDown), m.Meets.Fast:
		return Surprise
	case c.Did(capture.Receives):
		return ofReceive(m)
	case c.Did(capture.Accepts):
		return Handed
	case c.Did(capture.Configures) && c.Args.Option.Name == "IP_MULTICAST_ALL":
		return Turn
	case c.Does(capture.Polls) && c.Result > 0:
		return Ready
	}
	return Usual
}

// fails reports whether a call fails for a reason that its program must heed. That there is
// nothing now is no failure of a call that would not wait.
func fails(m *run.Moment) bool {
	switch m.Call.Errno {
	case "", "EINPROGRESS":
		return false
	case "EAGAIN":
		return m.Kind == run.Return || m.Call.Does(capture.Sends)
	}
	return true
}

// takesPart reports whether a call has sent less than it was given.
func takesPart(m *run.Moment) bool {
	return m.Call.Did(capture.Sends) && m.Call.Result < int64(m.Call.Size)
}

// holdsBack reports whether a call has sent nothing, though it has handed something over: it waits for room, or for an ACK.
func holdsBack(m *run.Moment) bool {
	c := m.Call
	return m.FINWaits() || m.Quiet && c.Proto == capture.TCP && c.Did(capture.Sends) && c.Result > 0
}

// ofReceive ranks a call that has taken something in.
func ofReceive(m *run.Moment) Rank {
	c := m.Call
	switch {
	case c.Proto == capture.UDP && c.Result == 0 && c.Size > 0:
		return Surprise // an empty datagram, and no end
	case c.Proto == capture.TCP && c.Result == 0 && m.Meets.ShutRead:
		return Surprise // nobody has ended but this end itself
	case strings.Contains(c.Args.Flags, "MSG_OOB"):
		return Surprise // out of its turn
	case m.Meets.AtMark:
		return Surprise // more has come
	case c.Proto == capture.UDP && (m.Meets.Stale > 0 || m.Meets.Kept):
		return Surprise // it came for something else, or long before
	case m.Meets.Outsider:
		return Surprise // it has not joined
	case m.Meets.ToGroup:
		return Turn // one of several that have it
	case c.Proto == capture.UDP && m.Meets.More:
		return Boundary
	case c.Proto != capture.TCP || c.Result == 0:
		return Usual
	case m.Meets.Pieces > 1 || m.Meets.Unread > 0 && c.Result == int64(c.Size):
		return Boundary
	}
	return Usual
}
