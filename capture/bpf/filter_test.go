package bpf

import (
	"errors"
	"strings"
	"testing"

	"wireladder/capture"
)

// ip is an IPv4 packet with a UDP datagram from port 5000 to 12000 of 127.0.0.1.
const ip = "\x45\x00\x00\x1e\x00\x01\x00\x00\x40\x11\x00\x00\x7f\x00\x00\x01\x7f\x00\x00\x01" +
	"\x13\x88\x2e\xe0\x00\x0a\x00\x00hi"

const (
	ethernet = "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x08\x00"
	sll2     = "\x08\x00\x00\x00\x00\x00\x00\x01\x03\x04\x00\x06\x00\x00\x00\x00\x00\x00\x00\x00"
)

func TestMatch(t *testing.T) {
	tests := []struct {
		expression string
		link       capture.LinkType
		data       string
		length     int
		want       bool
	}{
		{"udp port 12000", capture.LinkEthernet, ethernet + ip, 0, true},
		{"udp port 12001", capture.LinkEthernet, ethernet + ip, 0, false},
		{"udp dst port 12000", capture.LinkRaw, ip, 0, true},
		{"tcp", capture.LinkRaw, ip, 0, false},
		{"host 127.0.0.1", linkSLL2, sll2 + ip, 0, true},
		{"host 127.0.0.2", linkSLL2, sll2 + ip, 0, false},
		{"host 127.0.0.1", linkSLL2, sll2, 0, false},
		{"host 127.0.0.1", linkSLL2, "\x08\x06" + sll2[2:] + ip, 0, false},
		{"host 127.0.0.1", capture.LinkEthernet, "", 0, false},
		{"host 127.0.0.1", capture.LinkEthernet, ethernet, 0, false},
		{"udp", capture.LinkIPv4, ip, 0, true},
		{"udp", capture.LinkNull, "\x02\x00\x00\x00" + ip, 0, true},
		{"greater 1000", capture.LinkEthernet, ethernet + ip, 1500, true}, // by the wire's length
		{"greater 1000", capture.LinkEthernet, ethernet + ip, 0, false},
	}
	for _, tt := range tests {
		f, err := New(tt.expression)
		if errors.Is(err, ErrUnsupported) && !supported {
			continue
		}
		got, err := f.Match(&capture.Packet{Link: tt.link, Data: []byte(tt.data), Length: tt.length})
		if err != nil || got != tt.want {
			t.Errorf("%q on link type %d: %v, %v", tt.expression, tt.link, got, err)
		}
	}
}

func TestFaults(t *testing.T) {
	if !supported {
		if _, err := New("tcp"); !errors.Is(err, ErrUnsupported) {
			t.Errorf("without libpcap: %v, want %v", err, ErrUnsupported)
		}
		return
	}
	for _, tt := range []struct {
		expression string
		link       capture.LinkType
		want       string
	}{
		{"porty 80", capture.LinkEthernet, "syntax error"},
		{"ether host 00:00:00:00:00:01", capture.LinkRaw, "ethernet addresses supported only on"},
		{"tcp", 288, "beyond 255"},
	} {
		f, err := New(tt.expression)
		if err != nil {
			t.Fatal(err)
		}
		_, err = f.Match(&capture.Packet{Link: tt.link, Data: []byte{1}})
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%q: %v, want %q", tt.expression, err, tt.want)
		}
	}
}

// TestWithout checks that a build without libpcap says so at once.
func TestWithout(t *testing.T) {
	if _, err := New("tcp"); errors.Is(err, ErrUnsupported) == supported {
		t.Errorf("supported %v, but %v", supported, err)
	}
}

func BenchmarkMatch(b *testing.B) {
	f, err := New("udp port 12000")
	if err != nil {
		b.Skip(err)
	}
	p := &capture.Packet{Link: capture.LinkEthernet, Data: []byte(ethernet + ip)}
	b.ReportAllocs()
	for b.Loop() {
		if ok, _ := f.Match(p); !ok {
			b.Fatal("does not match")
		}
	}
}
