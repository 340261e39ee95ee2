package accounts_test

import (
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/run/findings/accounts"
)

// A program waits at the end if its last call that waits never returned, was broken off, or took
// long for nothing.
func TestWaitsAtEnd(t *testing.T) {
	start := time.Unix(1, 0)
	took := func(d time.Duration, name string, result int64, errno string) capture.Call {
		return capture.Call{Name: name, Proto: capture.TCP, Size: 9, Enter: start, Exit: start.Add(d), Result: result, Errno: errno}
	}
	for name, tt := range map[string]struct {
		call capture.Call
		want bool
	}{
		"for ever":          {capture.Call{Name: "recv", Enter: start}, true},
		"for ever, to send": {capture.Call{Name: "send", Enter: start}, false},
		"for a client":      {capture.Call{Name: "accept", Enter: start}, false},
		"for a server":      {capture.Call{Name: "connect", Enter: start}, false},
		"broken off":        {took(time.Millisecond, "recv", -1, "EINTR"), true},
		"timed out":         {took(time.Millisecond, "recv", -1, "EAGAIN"), true},
		"nothing ready":     {took(time.Millisecond, "select", 0, ""), true},
		"something ready":   {took(time.Second, "select", 1, ""), false},
		"the end":           {took(time.Millisecond, "recv", 0, ""), false},
		"the end, long":     {took(700*time.Millisecond, "recv", 0, ""), true},
		"the end, not long": {took(699*time.Millisecond, "recv", 0, ""), false},
		"something, long":   {took(time.Second, "recv", 5, ""), false},
		"an error":          {took(time.Millisecond, "recv", -1, "ECONNRESET"), false},
		"an error, long":    {took(time.Second, "recv", -1, "ECONNRESET"), true},
	} {
		s := &accounts.Account{Calls: []accounts.Call{{Call: &tt.call}}}
		if got := s.WaitsAtEnd() != nil; got != tt.want {
			t.Errorf("%s: %v", name, got)
		}
	}
	for name, tt := range map[string]struct {
		took, killed time.Duration
		want         bool
	}{
		"killed meanwhile": {151 * time.Millisecond, 150 * time.Millisecond, true}, "killed early": {151 * time.Millisecond, 149 * time.Millisecond, false},
		"killed behind it": {151 * time.Millisecond, 152 * time.Millisecond, false}, "killed at its end": {150 * time.Millisecond, 150 * time.Millisecond, true},
	} {
		c := took(tt.took, "recv", 0, "")
		s := &accounts.Account{Calls: []accounts.Call{{Call: &c}}, Killed: start.Add(tt.killed)}
		if got := s.WaitsAtEnd() != nil; got != tt.want {
			t.Errorf("%s: %v", name, got)
		}
	}
	if (&accounts.Account{}).WaitsAtEnd() != nil {
		t.Error("without a call nobody waits")
	}
}
