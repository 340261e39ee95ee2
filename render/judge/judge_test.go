package judge_test

import (
	"net/netip"
	"strings"
	"testing"

	"wireladder/capture"
	"wireladder/capture/run/builder"
	"wireladder/capture/runtest"
	"wireladder/render/judge"
)

// refusals are so many connections that nobody takes, to an address each.
func refusals(n int) *capture.Recording {
	s := runtest.NewScript("")
	for i := range n {
		from, to := runtest.Loopback(uint16(40000+i)), netip.AddrPortFrom(netip.AddrFrom4([4]byte{127, 0, 1, byte(i)}), 80) //nolint:gosec // a few
		s.Packet(capture.Packet{Proto: capture.TCP, Src: from, Dst: to, TCP: capture.TCPHeader{Seq: 1, Flags: capture.SYN}})
		s.Packet(capture.Packet{Proto: capture.TCP, Src: to, Dst: from, TCP: capture.TCPHeader{Ack: 2, Flags: capture.RST | capture.ACK}})
	}
	return s.Recording()
}

// A name server of the recording's own is there as soon as it is bound.
func TestServes(t *testing.T) {
	s, at := runtest.NewScript(""), netip.MustParseAddrPort("127.0.0.1:53")
	p := capture.Process{Name: "name server"}
	s.Call(capture.Call{Process: p, Name: "socket", Proto: capture.UDP, FD: -1, Args: capture.ParseArguments("socket", "AF_INET, SOCK_DGRAM, 0"), Result: 3})
	j := judge.New()
	for _, m := range builder.Of(s.Recording()).Moments {
		j.Add(m)
	}
	if j.Serves(at) {
		t.Error("it is there before it is bound")
	}
	s.Call(capture.Call{Process: p, Name: "bind", Proto: capture.UDP, FD: 3, Args: capture.Arguments{Address: at}, Local: at})
	j = judge.New()
	for _, m := range builder.Of(s.Recording()).Moments {
		j.Add(m)
	}
	if !j.Serves(at) || j.Serves(netip.MustParseAddrPort("127.0.0.53:53")) {
		t.Errorf("%v is served %v", at, j.Serves(at))
	}
}

// A judge tells a few findings of each rule, with what shows them, and how many more there are.
func TestJudge(t *testing.T) {
	for n, more := range map[int]string{1: "", 5: "", 6: " It is one of 6.", 30: " It is one of 30."} {
		j := judge.New()
		for _, m := range builder.Of(refusals(n)).Moments {
			j.Add(m)
		}
		all := j.Close()
		if len(all) != min(n, 5) {
			t.Fatalf("%d of %d are told", len(all), n)
		}
		for i, f := range all {
			last := i == len(all)-1
			if f.Rule != "refused" || len(f.Seen) != 1 || f.Seen[0].Packet.Number != 2*i+2 || strings.Contains(f.Full, "It is one") != (last && more != "") {
				t.Errorf("%d of %d: %+v", i, n, f)
			}
			if last && !strings.HasSuffix(f.Full, more) {
				t.Errorf("%q does not end with %q", f.Full, more)
			}
		}
	}
}
