package capture

import "testing"

func TestProtocolString(t *testing.T) {
	names := map[Protocol]string{
		Undecoded: "undecoded", UDP: "udp", TCP: "tcp", ICMP: "icmp", ICMPv6: "icmpv6", 99: "undecoded",
	}
	for proto, want := range names {
		if got := proto.String(); got != want {
			t.Errorf("Protocol(%d).String() = %q, want %q", proto, got, want)
		}
	}
}

func TestFlagsString(t *testing.T) {
	names := map[Flags]string{
		0:               "none",
		SYN:             "SYN",
		SYN | ACK:       "SYN,ACK",
		FIN | PSH | ACK: "FIN,PSH,ACK",
		0xff:            "SYN,FIN,RST,PSH,ACK,URG,ECE,CWR",
	}
	for flags, want := range names {
		if got := flags.String(); got != want {
			t.Errorf("Flags(%#x).String() = %q, want %q", uint8(flags), got, want)
		}
	}
}

func TestFlagsHas(t *testing.T) {
	flags := SYN | ACK
	for _, has := range []Flags{0, SYN, ACK, SYN | ACK} {
		if !flags.Has(has) {
			t.Errorf("%v.Has(%v) = false", flags, has)
		}
	}
	for _, not := range []Flags{FIN, SYN | FIN} {
		if flags.Has(not) {
			t.Errorf("%v.Has(%v) = true", flags, not)
		}
	}
}

func TestDropsLost(t *testing.T) {
	if got := (Drops{Received: 9, Kernel: 2, Interface: 3}).Lost(); got != 5 {
		t.Errorf("Lost() = %d, want 5", got)
	}
}

func TestRecordingPackets(t *testing.T) {
	a, b := &Packet{Number: 1}, &Packet{Number: 2}
	r := Recording{Entries: []Entry{{Packet: a}, {Call: &Call{}}, {Packet: b}}}
	if got := r.Packets(); len(got) != 2 || got[0] != a || got[1] != b {
		t.Errorf("Packets() = %v", got)
	}
	if got := (&Recording{}).Packets(); got != nil {
		t.Errorf("Packets() of an empty recording = %v", got)
	}
}
