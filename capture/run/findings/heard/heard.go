// Package heard tells what a program that waits has received before: how much of it has no
// answer, whether one call has returned several messages at once, and whether the end of a line
// came in two pieces. What the program makes of that it does not know.
package heard

import (
	"bytes"
	"strings"
	"time"

	"wireladder/capture"
	"wireladder/capture/run/findings"
	"wireladder/capture/run/findings/accounts"
)

// Of returns what the program of a socket has received up to a time, nil if it has received
// nothing, or not all that was sent to it.
func Of(s *accounts.Account, until time.Time) *findings.Heard {
	takes := accounts.Cuts(s, capture.Receives)
	for len(takes) > 0 && !takes[len(takes)-1].Enter.Before(until) {
		takes = takes[:len(takes)-1]
	}
	if len(takes) == 0 || s.Peer != nil && takes[len(takes)-1].To < s.Peer.Handed() {
		return nil
	}
	last := takes[len(takes)-1]
	h := &findings.Heard{By: s.Socket, Take: last.Moment, Whole: 1, Octets: last.Result}
	h.Said = count(s, last.Exit, until)
	if s.Peer == nil { // a datagram is a message
		return h
	}
	h.Octets = unanswered(s, takes, until)
	h.Whole = last.Whole(s.Peer)
	if lines := int64(bytes.Count(last.Data, []byte("\n"))); lines > h.Whole && bytes.HasSuffix(last.Data, []byte("\n")) && lines > said(s, last.Exit, until) {
		h.Whole, h.Lines = lines, true
	}
	h.Split = len(takes) > 1 && string(last.Data) == "\n" && bytes.HasSuffix(takes[len(takes)-2].Data, []byte("\r"))
	return h
}

// unanswered returns how many octets a program has received since it has sent last.
func unanswered(s *accounts.Account, takes []accounts.Cut, until time.Time) (octets int64) {
	for _, t := range takes {
		if count(s, t.Exit, until) == 0 {
			octets += t.Result
		}
	}
	return octets
}

// count returns how many calls have sent something between two times.
func count(s *accounts.Account, from, until time.Time) (n int64) {
	for _, c := range s.Calls {
		if c.Did(capture.Sends) && c.Enter.After(from) && c.Enter.Before(until) {
			n++
		}
	}
	return n
}

// said returns how many lines calls have sent between two times.
func said(s *accounts.Account, from, until time.Time) (lines int64) {
	for _, c := range s.Calls {
		if c.Did(capture.Sends) && c.Enter.After(from) && c.Enter.Before(until) {
			lines += int64(strings.Count(string(c.Data), "\n"))
		}
	}
	return lines
}
