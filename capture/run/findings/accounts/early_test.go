package accounts_test

import (
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/capture/run/findings/accounts"
	"wireladder/capture/runtest"
)

// early has a client connect and send, before the server accepts.
func early(h *runtest.Hosts) {
	connect := h.Dial()
	h.Through(h.Forth(capture.SYN, ""))
	h.Through(h.Back(capture.SYN|capture.ACK, ""))
	n := h.Forth(capture.ACK, "")
	h.Return(connect)
	h.Through(n)
	h.Through(h.Says(false, "early"))
}

// listeningAndAccepted returns the server's sockets.
func listeningAndAccepted(h *runtest.Hosts) (listening *accounts.Account, accepted []*accounts.Account) {
	for _, s := range of(h.Script).All {
		switch s.Role {
		case run.Listening:
			listening = s
		case run.Accepted:
			accepted = append(accepted, s)
		default:
		}
	}
	return listening, accepted
}

// It does so too where the program does nothing with that socket.
func TestNothingBehindAccept(t *testing.T) {
	h := runtest.NewHosts("")
	early(h)
	h.Accepted()
	_, accepted := listeningAndAccepted(h)
	if got := string(accounts.Payload(accepted[0].Arrived, h.Now())); got != "early" {
		t.Errorf("%q arrived", got)
	}
}

// Of two sockets of the same addresses, one after the other, each has what came for it.
func TestSamePort(t *testing.T) {
	h := runtest.NewHosts("")
	for i := range 2 {
		if early(h); i == 0 {
			h.Accepted()
		} else {
			for _, e := range h.Recording().Entries {
				if e.Call != nil && e.Call.Name == "accept" {
					h.Call(*e.Call)
					break
				}
			}
		}
		h.Through(h.Says(false, "late"))
		for _, server := range []bool{false, true} {
			h.Through(h.Closes(server))
			h.Through(h.Acks(!server))
		}
		h.Wait(time.Minute)
	}
	_, accepted := listeningAndAccepted(h)
	for i, s := range accepted {
		if got := string(accounts.Payload(s.Arrived, h.Now())); got != "earlylate" {
			t.Errorf("%d: %q arrived", i, got)
		}
	}
	if len(accepted) != 2 {
		t.Errorf("%d were accepted", len(accepted))
	}
}

// What came before accept(2) belongs to the socket that it returned: data and a FIN, ahead of
// what came afterwards, and no part of the handshake.
func TestBeforeAccept(t *testing.T) {
	h := runtest.NewHosts("")
	early(h)
	h.Accepted()
	h.Through(h.Says(false, "late"))
	h.Through(h.Closes(false))

	listening, all := listeningAndAccepted(h)
	accepted := all[0]
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
