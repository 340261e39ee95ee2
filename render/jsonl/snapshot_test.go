package jsonl_test

import (
	"bytes"
	"net/netip"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/render/jsonl"
)

func TestSnapshot(t *testing.T) {
	server, client := netip.MustParseAddrPort("127.0.0.1:12000"), netip.MustParseAddrPort("127.0.0.1:50001")
	at := time.Date(2026, 1, 2, 15, 4, 5, 6000, time.UTC)
	for want, s := range map[string]capture.Snapshot{
		`{"sockets":[],"time":"2026-01-02T15:04:05.000006000Z"}`: {Time: at},
		`{"sockets":[{"proto":"tcp","state":"LISTEN","local":"127.0.0.1:12000","recvq":2,"sendq":1,"inode":7},` +
			`{"proto":"tcp","state":"ESTABLISHED","local":"127.0.0.1:12000","remote":"127.0.0.1:50001","recvq":5,"sendq":0,"inode":0}],` +
			`"time":"2026-01-02T15:04:05.000006000Z","host":"server"}`: {Time: at, Host: "server", Sockets: []capture.KernelSocket{
			{Proto: capture.TCP, Local: server, State: "LISTEN", RecvQueue: 2, SendQueue: 1, Inode: 7},
			{Proto: capture.TCP, Local: server, Remote: client, State: "ESTABLISHED", RecvQueue: 5},
		}},
		`{"sockets":[{"proto":"udp","state":"\u001b[2J","local":"127.0.0.1:12000","recvq":0,"sendq":0,"inode":3}],` +
			`"time":"2026-01-02T15:04:05.000006000Z"}`: {Time: at, Sockets: []capture.KernelSocket{
			{Proto: capture.UDP, State: "\x1b[2J", Local: server, Inode: 3}, // as a file may have it
		}},
	} {
		var b bytes.Buffer
		w := jsonl.NewWriter(&b)
		if err := w.Snapshot(&s); err != nil {
			t.Fatal(err)
		}
		if err := w.Flush(); err != nil {
			t.Fatal(err)
		}
		if got := b.String(); got != want+"\n" {
			t.Errorf("got  %swant %s", got, want)
		}
	}
}
