package datagrams

import (
	"fmt"

	"wireladder/capture"
	"wireladder/capture/facts"
	"wireladder/capture/run"
	"wireladder/render/words/sentence"
)

// Stray speaks of a packet that belongs to no conversation, and is no error about one.
func Stray(m *run.Moment) sentence.Sentence {
	p := m.Packet
	name := ""
	switch p.Proto {
	case capture.ICMP:
		name = queries[p.ICMP.Type]
	case capture.ICMPv6:
		name = queries6[p.ICMP.Type]
	}
	if name == "" {
		return sentence.New("belongs to no conversation", "This packet belongs to no conversation that the recording holds.")
	}
	if e := m.Facts.Echo; e != nil && (e.Answers > 0 || e.Answered > 0) {
		return ofEcho(name, e)
	}
	return sentence.New(name+": belongs to no conversation", fmt.Sprintf("This is an %s. It belongs to no conversation that the recording holds.", name))
}

// ofEcho speaks of a ping and its answer.
func ofEcho(name string, e *facts.Echo) sentence.Sentence {
	s := sentence.New(name, fmt.Sprintf("This is an %s.", name))
	switch {
	case e.Answers == 0:
		s.Add(fmt.Sprintf("; packet %d, later, answers it", e.Answered), fmt.Sprintf(" Packet %d, later, answers it: it has the same identifier and number.", e.Answered))
	case e.Answered > 0:
		s.Add(fmt.Sprintf(": answers packet %d once more; packet %d had", e.Answers, e.Answered), fmt.Sprintf(" It has the identifier and number of the request, packet %d, which packet %d had answered before: the request or its answer has been doubled on the way, or several hosts answer.", e.Answers, e.Answered))
	default:
		s.Add(fmt.Sprintf(": answers packet %d%s", e.Answers, sentence.InTime(e.After)), fmt.Sprintf(" It answers packet %d%s: it has the same identifier and number.", e.Answers, sentence.InTime(e.After)))
	}
	return s
}

// queries are the messages of ICMP that are no errors, by type (RFC 792).
var queries = map[uint8]string{
	0: "ICMP echo reply (ping)", 8: "ICMP echo request (ping)", 9: "ICMP router advertisement", 10: "ICMP router solicitation",
	13: "ICMP timestamp request", 14: "ICMP timestamp reply",
}

// queries6 are those of ICMPv6 (RFC 4443, RFC 4861, RFC 2710, RFC 3810).
var queries6 = map[uint8]string{
	128: "ICMPv6 echo request (ping)", 129: "ICMPv6 echo reply (ping)", 130: "ICMPv6 multicast listener query", 131: "ICMPv6 multicast listener report",
	132: "ICMPv6 multicast listener done", 133: "ICMPv6 router solicitation", 134: "ICMPv6 router advertisement", 135: "ICMPv6 neighbor solicitation",
	136: "ICMPv6 neighbor advertisement", 137: "ICMPv6 redirect", 143: "ICMPv6 multicast listener report",
}
