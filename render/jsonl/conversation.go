package jsonl

import (
	"strconv"
	"time"

	"wireladder/capture"
	"wireladder/capture/flow"
)

// Summary is what a line says of a conversation.
type Summary struct {
	Conversation *flow.Conversation
	Packets      [2]uint32 // by flow.Side
	Bytes        [2]int64  // of frames, by flow.Side
	First, Last  time.Time // the earliest and the latest; zero if none has a time
	Words        string    // what became of it
}

// Conversation writes the line of a conversation. What stands in pairs is the
// client's and the server's.
func (w *Writer) Conversation(s *Summary) error {
	c := s.Conversation
	b := appendString(append(w.buffer, `{"conversation":`...), c.Proto.String()+":"+strconv.Itoa(c.Stream))
	b = appendString(appendKey(b, "proto"), c.Proto.String())
	b = appendInt(b, "stream", int64(c.Stream))
	b = appendAddrPort(appendKey(b, "client"), c.Endpoint(flow.Initiator), true)
	b = appendAddrPort(appendKey(b, "server"), c.Endpoint(flow.Responder), true)
	b = appendPair(b, "packets", [2]int64{int64(s.Packets[0]), int64(s.Packets[1])})
	b = appendPair(b, "bytes", s.Bytes)
	if !s.First.IsZero() {
		b = w.appendTime(b, "first", s.First)
		b = w.appendTime(b, "last", s.Last)
		b = appendPeriod(b, "duration", s.First, s.Last)
	}
	if c.Proto == capture.TCP {
		b = appendConnection(b, c)
	} else {
		b = appendQuestions(b, c)
	}
	b = appendCopies(b, c)
	w.buffer = append(appendText(b, "words", s.Words), '}', '\n')
	return w.flushFull()
}

// appendConnection appends what only TCP has.
func appendConnection(b []byte, c *flow.Conversation) []byte {
	b = appendStates(b, c.States)
	b = appendInt(b, "completeness", int64(c.Completeness))
	b = appendPair(b, "retransmissions", bySide(c.Retransmissions))
	b = appendPair(b, "again", bySide(c.Again))
	if by, ok := c.Reset(); ok {
		b = appendString(appendKey(b, "reset"), by.String())
	}
	if c.HandshakeRTT > 0 {
		b = appendSeconds(b, "rtt", c.HandshakeRTT)
	}
	return b
}

// appendQuestions appends which datagrams had an answer.
func appendQuestions(b []byte, c *flow.Conversation) []byte {
	b = appendInt(b, "asked", int64(c.Asked()))
	b = appendInt(b, "answered", int64(c.Answered))
	if stream, ok := c.Answers(); ok {
		b = appendString(appendKey(b, "answers"), c.Proto.String()+":"+strconv.Itoa(stream))
	}
	return b
}

// appendCopies appends how many packets were captured before, and where if that is
// another conversation.
func appendCopies(b []byte, c *flow.Conversation) []byte {
	b = appendPair(b, "copies", bySide(c.Copies))
	if stream, ok := c.CopyOf(); ok {
		b = appendString(appendKey(b, "copy_of"), c.Proto.String()+":"+strconv.Itoa(stream))
	}
	return b
}

// appendPair appends a further field that is a pair of numbers.
func appendPair(b []byte, key string, pair [2]int64) []byte {
	b = strconv.AppendInt(append(appendKey(b, key), '['), pair[0], 10)
	return append(strconv.AppendInt(append(b, ','), pair[1], 10), ']')
}

// appendPeriod appends a further field that is the time from one moment to a later
// one, in seconds, also where that is too long for a time.Duration.
func appendPeriod(b []byte, key string, first, last time.Time) []byte {
	seconds, ns := last.Unix()-first.Unix(), last.Nanosecond()-first.Nanosecond()
	if ns < 0 {
		seconds, ns = seconds-1, ns+int(time.Second)
	}
	return appendFraction(strconv.AppendInt(appendKey(b, key), seconds, 10), ns)
}

// appendSeconds appends a further field that is a span of time, in seconds.
func appendSeconds(b []byte, key string, d time.Duration) []byte {
	b = appendKey(b, key)
	if d < 0 {
		b, d = append(b, '-'), max(-d, 0)
	}
	b = strconv.AppendInt(b, int64(d/time.Second), 10)
	return appendFraction(b, int(d%time.Second))
}

// bySide returns what is counted of both sides.
func bySide(count func(flow.Side) int) [2]int64 {
	return [2]int64{int64(count(flow.Initiator)), int64(count(flow.Responder))}
}
