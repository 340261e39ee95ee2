package report

import (
	"bytes"
	"net/netip"
	"strings"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/render/text"
)

// A port of UDP that another program has taken has that one's name from then on, and says so.
func TestWatchNamesWhoHasThePort(t *testing.T) {
	client, server := netip.MustParseAddrPort("127.0.0.1:5000"), netip.MustParseAddrPort("127.0.0.1:12000")
	var out bytes.Buffer
	who := "old"
	w := NewWatch(WatchOptions{Stdout: &out, Picture: Picture{Screen: text.Style{Width: 80}}, Names: func(_ capture.Protocol, local, _ netip.AddrPort) string {
		if local == client {
			return "client"
		}
		return who
	}})
	for i, name := range []string{"old", "new", ""} { // at last it is gone
		who = name
		p := &capture.Packet{Number: i + 1, Time: time.Unix(1e9+int64(i), 0), Link: capture.LinkEthernet, Proto: capture.UDP, Src: client, Dst: server, Payload: []byte("hi"), PayloadLength: 2}
		if err := w.Add(p, true); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(capture.Drops{}); err != nil {
		t.Fatal(err)
	}
	if said := out.String(); strings.Count(said, "old 127.0.0.1:12000") != 1 || strings.Count(said, "new 127.0.0.1:12000") != 1 || strings.Contains(said, "server") {
		t.Errorf("names:\n%s", said)
	}
}
