package accounts_test

import (
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/facts"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/capture/run/findings/accounts"
)

// What is sent again is nothing new, and an ACK alone is no data.
func TestData(t *testing.T) {
	start := time.Unix(1, 0)
	packet := func(at int, e flow.Events, again bool) *run.Moment {
		f := &facts.Facts{}
		if again {
			f.Again = &facts.Again{}
		}
		return &run.Moment{Kind: run.Packet, Time: start.Add(time.Duration(at)), Observation: flow.Observation{Events: e}, Facts: f}
	}
	all := []*run.Moment{packet(1, flow.Data, false), packet(2, flow.Data, false), packet(3, flow.Data, true), packet(4, flow.ACK, false)}
	if accounts.LastData(all) != all[1] || accounts.LastData(all[2:]) != nil {
		t.Error("the last data is that of the second packet")
	}
	for at, want := range map[int]*run.Moment{1: nil, 2: all[0], 3: all[1], 5: all[1]} {
		if got := accounts.DataBefore(all, start.Add(time.Duration(at))); got != want {
			t.Errorf("before %d: %v", at, got)
		}
	}
}

// What was handed over since a call: what is sent behind it, and was taken.
func TestHandedSince(t *testing.T) {
	call := func(at int, name string, n int64, errno string) accounts.Call {
		when := time.Unix(1, int64(at))
		return accounts.Call{Call: &capture.Call{Name: name, Proto: capture.TCP, Enter: when, Exit: when, Result: n, Errno: errno}}
	}
	s := &accounts.Account{Calls: []accounts.Call{call(1, "send", 5, ""), call(2, "recv", 7, ""), call(3, "send", 11, ""), call(4, "send", -1, "EPIPE"), call(5, "recv", 13, ""), call(6, "send", 17, "")}}
	for i, want := range []int64{28, 28, 17, 17, 17, 0} {
		if got := s.HandedSince(&s.Calls[i]); got != want {
			t.Errorf("since call %d: %d, want %d", i, got, want)
		}
	}
}
