package sentence_test

import (
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/facts"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/render/words/sentence"
)

func TestAdd(t *testing.T) {
	s := sentence.New("brief", "It is full.")
	s.Add("; more", " There is more.")
	if want := (sentence.Sentence{Brief: "brief; more", Full: "It is full. There is more."}); s != want {
		t.Errorf("%q", s)
	}
}

func TestNames(t *testing.T) {
	for _, tt := range []struct{ got, want string }{
		{sentence.Bytes(facts.Span{From: 1, To: 7}), "bytes 1-6"},
		{sentence.Bytes(facts.Span{From: 1, To: 2}), "byte 1"},
		{sentence.BytesFromTo(-6, -5), "1 byte from before the capture"},
		{sentence.BytesFromTo(-6, 1), "7 bytes from before the capture"},
		{sentence.Number(7), "number 7"},
		{sentence.Number(-1), "a number from before the capture"},
		{sentence.Numbers(1, 7), "numbers 1 to 6"},
		{sentence.Numbers(1, 2), "number 1"},
		{sentence.Numbers(-3, 7), "numbers from before the capture"},
		{sentence.InTime(31 * time.Millisecond), " after 31 ms"},
		{sentence.InTime(0), ""},
		{sentence.InTime(-time.Second), ""},
		{sentence.Capital("bytes 1-6"), "Bytes 1-6"},
		{sentence.IsAre(1) + sentence.HasHave(1) + sentence.WasWere(1), "ishaswas"},
		{sentence.IsAre(2) + sentence.HasHave(0) + sentence.WasWere(2), "arehavewere"},
	} {
		if tt.got != tt.want {
			t.Errorf("%q, want %q", tt.got, tt.want)
		}
	}
}

// segment is one that occupies numbers from 1 on.
func segment(length int, events flow.Events) *run.Moment {
	m := &run.Moment{Facts: &facts.Facts{}}
	m.Observation = flow.Observation{Packet: &capture.Packet{PayloadLength: length}, Seq: 1, Events: events}
	return m
}

func TestSpanOf(t *testing.T) {
	old := segment(6, flow.Data)
	old.Facts.Old = &facts.Old{Seq: 100}
	for want, m := range map[string]*run.Moment{
		"bytes 1-6":             segment(6, flow.Data),
		"bytes 1-6 and the FIN": segment(6, flow.Data|flow.FIN),
		"the FIN, number 1":     segment(0, flow.FIN),
		"bytes 100-105":         old,
	} {
		if got := sentence.SpanOf(m); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestCovered(t *testing.T) {
	for want, acked := range map[string]flow.Acknowledged{
		"":                               {},
		"the SYN":                        {SYN: true},
		"bytes 1-6":                      {From: 1, To: 7},
		"the SYN and byte 1":             {SYN: true, From: 1, To: 2},
		"bytes 1-6 and the FIN":          {From: 1, To: 7, FIN: true},
		"the SYN and byte 1 and the FIN": {SYN: true, From: 1, To: 2, FIN: true},
	} {
		m := segment(0, 0)
		m.Acked = acked
		if got := string(sentence.AppendCovered(nil, &m.Observation)); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// A program that is one of several of its side has its name, everything else that of its side.
func TestParties(t *testing.T) {
	for _, tt := range []struct{ from, to, want string }{
		{"client 2", "server", "client 2, the server"},
		{"client", "server 1", "the client, server 1"},
		{"clients", "python3", "the client, the server"},
	} {
		m := segment(0, 0)
		m.From, m.To = &run.Socket{Process: tt.from}, &run.Socket{Process: tt.to}
		if got := sentence.From(m) + ", " + sentence.Peer(m); got != tt.want {
			t.Errorf("%q, want %q", got, tt.want)
		}
		m.Acked = flow.Acknowledged{SYN: true, From: 1, To: 7, FIN: true}
		if got, want := string(sentence.AppendPeers(nil, m)), sentence.Peer(m)+"'s SYN and bytes 1-6 and FIN"; got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	says, call := &run.Moment{Says: &run.Says{Side: flow.Responder}}, &run.Moment{Socket: &run.Socket{Process: "client 3"}}
	if got := sentence.Owner(says) + ", " + sentence.Owner(call) + ", " + sentence.Owner(&run.Moment{}); got != "the server, client 3, this end" {
		t.Errorf("owners: %q", got)
	}
	if got := sentence.From(segment(0, 0)); got != "the client" {
		t.Errorf("without sockets: %q", got)
	}
}

// What stands at the end of an arrow is not said beside it once more, and is said where there is no arrow.
func TestBeside(t *testing.T) {
	s := sentence.New("asks", "It asks.")
	s.Mark = "; dropped"
	s.Add(s.Mark, " It is dropped.")
	s.Add("; once more", "")
	if s.Brief != "asks; dropped; once more" || s.Beside() != "asks; once more" {
		t.Errorf("%q, and beside an arrow %q", s.Brief, s.Beside())
	}
	led := sentence.New("port unreachable: nobody", "")
	if led.Mark = "port unreachable: "; led.Beside() != "nobody" {
		t.Errorf("beside an arrow %q", led.Beside())
	}
	all := sentence.New("by itself", "")
	if all.Mark = all.Brief; all.Beside() != "" {
		t.Errorf("beside an arrow %q", all.Beside())
	}
	all.Add("; it waits", "")
	if all.Brief != "by itself; it waits" || all.Beside() != "it waits" {
		t.Errorf("%q, and beside an arrow %q", all.Brief, all.Beside())
	}
}
