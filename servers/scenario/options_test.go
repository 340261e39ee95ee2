package scenario

import (
	"net/netip"
	"strings"
	"testing"
)

func TestCheck(t *testing.T) {
	tests := []struct {
		name     string
		scenario string
		change   func(*Options)
		want     string // part of the error; "": none
	}{
		{"defaults", "contrast", func(*Options) {}, ""},
		{"empty text", "contrast", func(o *Options) { o.Text = "" }, ""},
		{"free port", "udp", func(o *Options) { o.Port = 0 }, ""},
		{"IPv6", "tcp", func(o *Options) { o.Host = netip.IPv6Loopback() }, ""},
		{"no host", "tcp", func(o *Options) { o.Host = netip.Addr{} }, `"invalid IP" is not an address`},
		{"any host", "tcp", func(o *Options) { o.Host = netip.IPv4Unspecified() }, `"0.0.0.0" is not an address`},
		{"multicast", "udp", func(o *Options) { o.Host = netip.MustParseAddr("224.0.0.1") }, `"224.0.0.1" is not an address`},
		{"zone", "udp", func(o *Options) { o.Host = netip.MustParseAddr("fe80::1%lo") }, `"fe80::1%lo" has a zone`},
		{"no clients", "udp", func(o *Options) { o.Clients = 0 }, "0 clients: there must be 1 to 20"},
		{"fewer clients", "udp", func(o *Options) { o.Clients = -1 }, "-1 clients: there must be 1 to 20"},
		{"all clients", "udp", func(o *Options) { o.Clients = 20 }, ""},
		{"more clients", "udp", func(o *Options) { o.Clients = 21 }, "21 clients: there must be 1 to 20"},
		{"two lines", "tcp", func(o *Options) { o.Text = "a\nb" }, "must be one line"},
		{"control characters", "tcp", func(o *Options) { o.Text = "\x1b[31m\r\t\x00" }, ""},
		{"largest datagram", "udp", text(65507), ""},
		{"too large", "udp", text(65508), "65508 bytes is too long: over udp at most 65507"},
		{"too large with its number", "udp", func(o *Options) { text(65506)(o); o.Clients = 2 }, "65508 bytes is too long"},
		{"too large for one of two", "contrast", text(65507), "over tcp at most 32000"},
		{"large over TCP", "tcp", text(32000), ""},
		{"too large over TCP", "tcp", text(32001), "over tcp at most 32000"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s, _ := Find(tt.scenario)
			opts := DefaultOptions()
			tt.change(&opts)
			err := opts.Check(s)
			if (err == nil) != (tt.want == "") || err != nil && !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want %q", err, tt.want)
			}
			if tt.want == "" {
				return
			}
			stop, err := s.Run(t.Context(), opts, nil)
			if err == nil || stop() != nil {
				t.Errorf("Run does not refuse them: %v", err)
			}
		})
	}
}

func text(n int) func(*Options) {
	return func(o *Options) { o.Text = strings.Repeat("a", n) }
}

func TestLines(t *testing.T) {
	tests := []struct {
		text       string
		clients, n int
		line, name string
	}{
		{"hello", 1, 1, "hello", "client"},
		{"", 1, 1, "", "client"},
		{"hello", 3, 1, "hello 1", "client 1"},
		{"hello", 3, 3, "hello 3", "client 3"},
		{" spaced ", 2, 2, " spaced  2", "client 2"},
		{"", 2, 2, "2", "client 2"},
	}
	for _, tt := range tests {
		opts := Options{Text: tt.text, Clients: tt.clients}
		if line, name := opts.line(tt.n), opts.client(tt.n); line != tt.line || name != tt.name {
			t.Errorf("%d of %d, %q: %q says %q", tt.n, tt.clients, tt.text, name, line)
		}
	}
}
