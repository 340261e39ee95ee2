package accounts_test

import (
	"testing"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/capture/run/findings/accounts"
	"wireladder/capture/runtest"
)

// What came before accept(2) belongs to the socket that it returned: data and a FIN, ahead of
// what came afterwards, and no part of the handshake.
func TestBeforeAccept(t *testing.T) {
	h := runtest.NewHosts("")
	connect := h.Dial()
	h.Through(h.Forth(capture.SYN, ""))
	h.Through(h.Back(capture.SYN|capture.ACK, ""))
	n := h.Forth(capture.ACK, "")
	h.Return(connect)
	h.Through(n)
	h.Through(h.Says(false, "early"))
	h.Accepted()
	h.Through(h.Says(false, "late"))
	h.Through(h.Closes(false))

	var accepted, listening *accounts.Account
	for _, s := range of(h.Script).All {
		switch s.Role {
		case run.Accepted:
			accepted = s
		case run.Listening:
			listening = s
		default:
		}
	}
	if got := string(accounts.Payload(accepted.Arrived, h.Now())); got != "earlylate" {
		t.Errorf("%q arrived", got)
	}
	if accounts.First(accepted.Arrived, flow.FIN) == nil || accounts.First(accepted.Arrived, flow.SYN) != nil {
		t.Error("the accepted socket has no FIN, or a SYN")
	}
	if accounts.First(listening.Arrived, flow.SYN) == nil || accounts.LastData(listening.Arrived) == nil {
		t.Error("the listening socket has lost what arrived there")
	}
}
