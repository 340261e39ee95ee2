package segments

import (
	"fmt"

	"wireladder/capture/facts"
	"wireladder/capture/run"
	"wireladder/render/words/sentence"
)

// options are what an option of a segment, or a bit of its header, is said to be.
var options = []struct {
	is          facts.Open
	brief, full string
}{
	{facts.AsksCookie, "asks for a Fast Open cookie", " It asks for a cookie, with which a later SYN may carry data (TCP Fast Open, RFC 7413)."},
	{facts.GivesCookie, "gives a Fast Open cookie", " It hands over a cookie: the next SYN to this address may carry data (TCP Fast Open, RFC 7413)."},
	{facts.AsksECN, "asks for ECN", " With ECE and CWR it asks for explicit congestion notification (ECN, RFC 3168 §6.1.1)."},
	{facts.AsksCounts, "asks for accurate ECN", " With AE, CWR and ECE it asks for explicit congestion notification that counts (accurate ECN, RFC 9768 §3.1)."},
	{facts.AgreesCounts, "agrees to accurate ECN", " By AE, CWR and ECE it agrees to explicit congestion notification that counts: from now on the three bits are a number (accurate ECN, RFC 9768 §3.1, §3.2)."},
	{facts.AgreesECN, "agrees to ECN", " With ECE alone it agrees to explicit congestion notification (ECN, RFC 3168 §6.1.1)."},
	{facts.RefusesECN, "no ECN", " It does not agree to explicit congestion notification, which the SYN had asked for: the connection goes without ECN (RFC 3168 §6.1.1)."},
	{facts.EchoesECN, "ECE: congestion was met on the way", " ECE echoes that a packet came marked \"congestion experienced\" (ECN, RFC 3168 §6.1.3)."},
	{facts.ReducesECN, "CWR: slows down because of ECE", " CWR tells that its sender has reduced its congestion window because of an ECE (RFC 3168 §6.1.2)."},
	{facts.MarkedCE, "marked CE: congestion on the way", " On the way a router has marked it \"congestion experienced\" (CE, RFC 3168 §5)."},
}

// noteOptions adds what a segment is besides.
func noteOptions(m *run.Moment, s sentence.Sentence) sentence.Sentence {
	open := m.Facts.Open
	if open == 0 {
		return s
	}
	for _, o := range options {
		if open.Has(o.is) {
			s.Add("; "+o.brief, o.full)
		}
	}
	if open.Has(facts.Multipath) {
		name := m.Packet.TCP.Options.MPTCP
		s.Add(fmt.Sprintf("; Multipath TCP: %s", name), fmt.Sprintf(" It carries an option of Multipath TCP: %s (RFC 8684 §3).", name))
	}
	if open.Has(facts.Urgent) {
		last := m.Seq + int64(m.Packet.TCP.Urgent) - 1
		name := sentence.BytesFromTo(last, last+1)
		s.Add(fmt.Sprintf("; URG: %s is urgent", name), fmt.Sprintf(" URG: the urgent pointer names %s. A recv() without MSG_OOB does not return that byte, unless SO_OOBINLINE is set (RFC 9293 §3.8.5, tcp(7)).", name))
	}
	return s
}
