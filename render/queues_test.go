package render

import (
	"net/netip"
	"testing"

	"wireladder/capture"
	"wireladder/capture/flow"
)

func TestQueues(t *testing.T) {
	server := netip.MustParseAddrPort("127.0.0.1:12000")
	listening := func(at string, waiting, backlog int) capture.KernelSocket {
		return capture.KernelSocket{Proto: capture.TCP, Local: netip.MustParseAddrPort(at), State: "LISTEN", RecvQueue: waiting, SendQueue: backlog}
	}
	tests := []struct {
		name string
		k    capture.KernelSocket
		want bool
	}{
		{"nobody waits", listening("127.0.0.1:12000", 0, 1), false},
		{"room for one", listening("127.0.0.1:12000", 1, 1), false},
		{"full", listening("127.0.0.1:12000", 2, 1), true},
		{"at every address", listening("0.0.0.0:12000", 2, 1), true},
		{"at every address, of IPv6 too", listening("[::]:12000", 2, 1), true},
		{"another port", listening("127.0.0.1:12001", 2, 1), false},
		{"another address", listening("127.0.0.2:12000", 2, 1), false},
		{"unread bytes of a connection", capture.KernelSocket{Local: server, State: "ESTABLISHED", RecvQueue: 9}, false},
	}
	for _, tt := range tests {
		q := queues{}
		q.heed(&capture.Snapshot{Sockets: []capture.KernelSocket{tt.k}})
		if got := q.full(server); got != tt.want {
			t.Errorf("%s: full is %v", tt.name, got)
		}
		syn := &flow.Observation{Packet: &capture.Packet{Dst: server}, Events: flow.SYN}
		if told := q.crowd(syn, Explanation{"asks", "Asks."}) != (Explanation{"asks", "Asks."}); told != tt.want {
			t.Errorf("%s: told is %v", tt.name, told)
		}
		if data := (&flow.Observation{Packet: syn.Packet, Events: flow.Data}); q.crowd(data, Explanation{}) != (Explanation{}) {
			t.Errorf("%s: said of data", tt.name)
		}
	}
	q := queues{}
	q.heed(&capture.Snapshot{Sockets: []capture.KernelSocket{listening("127.0.0.1:12000", 2, 1)}})
	q.heed(&capture.Snapshot{Sockets: []capture.KernelSocket{listening("127.0.0.1:12000", 1, 1)}})
	if q.full(server) {
		t.Error("a queue in which there is room again is full")
	}
}
