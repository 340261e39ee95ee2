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

// What stands at the end of an arrow is not said beside it once more, and is said where there is no arrow.
func TestBeside(t *testing.T) {
	s := sentence.New("asks", "It asks.")
	s.Mark = "; dropped"
	s.Add(s.Mark, " It is dropped.")
	s.Add("; once more", "")
	if s.Brief != "asks; dropped; once more" || s.Beside() != "asks; once more" {
		t.Errorf("%q, and beside an arrow %q", s.Brief, s.Beside())
	}
}
