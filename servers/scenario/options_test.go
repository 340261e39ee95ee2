package scenario

import (
	"context"
	"errors"
	"math"
	"net/netip"
	"strings"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/netns/wire"
	"wireladder/servers/lab"

	"github.com/google/go-cmp/cmp"
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
		{"IPv6", "tcp", func(o *Options) { o.Host = netip.IPv6Loopback() }, ""},
		{"no host", "tcp", func(o *Options) { o.Host = netip.Addr{} }, `"invalid IP" is not an address`},
		{"any host", "tcp", func(o *Options) { o.Host = netip.IPv4Unspecified() }, `"0.0.0.0" is not an address`},
		{"multicast", "udp", func(o *Options) { o.Host = netip.MustParseAddr("224.0.0.1") }, `"224.0.0.1" is not an address`},
		{"zone", "udp", func(o *Options) { o.Host = netip.MustParseAddr("fe80::1%lo") }, `"fe80::1%lo" has a zone`},
		{"no clients", "udp", func(o *Options) { o.Clients = 0 }, "0 clients: there must be 1 to 20"},
		{"fewer clients", "udp", func(o *Options) { o.Clients = -2 }, "-2 clients: there must be 1 to 20"},
		{"all clients", "udp", func(o *Options) { o.Clients = 20 }, ""},
		{"more clients", "udp", func(o *Options) { o.Clients = 21 }, "21 clients: there must be 1 to 20"},
		{"clients where there is no choice", "reset", func(o *Options) { o.Clients = 1 }, "reset has no choice of how many clients come"},
		{"messages", "udp-many", func(o *Options) { o.Messages = 20 }, ""},
		{"no messages", "udp-many", func(o *Options) { o.Messages = 0 }, "0 messages: there must be 1 to 20"},
		{"messages where there is no choice", "udp", func(o *Options) { o.Messages = 2 }, "udp has no choice of how many messages"},
		{"backlog", "backlog", func(o *Options) { o.Backlog = 0 }, ""},
		{"too large a backlog", "backlog", func(o *Options) { o.Backlog = 11 }, "a backlog of 11: there must be 0 to 10"},
		{"backlog where there is no choice", "tcp", func(o *Options) { o.Backlog = 1 }, "tcp has no choice of a backlog"},
		{"interrupt", "interrupt", func(o *Options) { o.OnInterrupt = "reset" }, ""},
		{"interrupted how", "interrupt", func(o *Options) { o.OnInterrupt = "shout" }, `can drain or reset, not "shout"`},
		{"interrupt where there is none", "tcp", func(o *Options) { o.OnInterrupt = "reset" }, "tcp has no choice of what an interrupt does"},
		{"text where there is no choice", "udp-empty", func(o *Options) { o.Text = "x" }, "udp-empty has no choice of a text"},
		{"two lines", "tcp", func(o *Options) { o.Text = "a\nb" }, "must be one line"},
		{"control characters", "tcp", func(o *Options) { o.Text = "\x1b[31m\r\t\x00" }, ""},
		{"largest datagram", "udp", text(65507), ""},
		{"too large", "udp", text(65508), "65508 bytes is too long: over udp at most 65507"},
		{"too large with its number", "udp", func(o *Options) { text(65506)(o); o.Clients = 2 }, "65508 bytes is too long"},
		{"too large with the numbers that nobody has chosen", "udp-many", text(65504), "65508 bytes is too long: over udp at most 65507"},
		{"large with them", "udp-many", text(65503), ""},
		{"too large for one of two", "contrast", text(65507), "over tcp at most 32000"},
		{"large over TCP", "close-client", text(32000), ""},
		{"too large over TCP", "close-client", text(32001), "over tcp at most 32000"},
		{"lossy", "tcp", func(o *Options) { o.Wire = &WireOptions{Loss: 100} }, ""},
		{"too lossy", "tcp", func(o *Options) { o.Wire = &WireOptions{Loss: 101} }, "a loss of 101 %: there must be 0 to 100"},
		{"lossy beyond numbers", "tcp", func(o *Options) { o.Wire = &WireOptions{Loss: math.NaN()} }, "a loss of NaN %: there must be 0 to 100"},
		{"back in time", "tcp", func(o *Options) { o.Wire = &WireOptions{Delay: -1} }, "a delay of -1ns: there must be"},
		{"to the moon", "tcp", func(o *Options) { o.Wire = &WireOptions{Delay: 1300 * time.Millisecond} }, ""},
		{"the longest way", "tcp", func(o *Options) { o.Wire = &WireOptions{Delay: 10 * time.Second} }, ""},
		{"a longer way", "tcp", func(o *Options) { o.Wire = &WireOptions{Delay: 10*time.Second + 1} }, "there must be 0s to 10s"},
		{"to Mars", "tcp", func(o *Options) { o.Wire = &WireOptions{Delay: 4 * time.Minute} }, "a delay of 4m0s: there must be"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s, _ := Find(tt.scenario)
			opts := DefaultOptions()
			tt.change(&opts)
			err := opts.Check(s)
			if (err == nil) != (tt.want == "") || err != nil && !strings.Contains(err.Error(), tt.want) {
				t.Fatalf("error %v, want %q", err, tt.want)
			}
			if tt.want == "" {
				return
			}
			ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
			defer cancel()
			stop, runErr := s.Run(ctx, opts, NewMonitor(), nil)
			if runErr == nil || runErr.Error() != err.Error() || stop() != nil {
				t.Errorf("Run does not refuse them: %v", runErr)
			}
		})
	}
}

func text(n int) func(*Options) {
	return func(o *Options) { o.Text = strings.Repeat("a", n) }
}

// What another scenario would heed is an error of its own, by the option's name.
func TestUnheeded(t *testing.T) {
	opts := DefaultOptions()
	opts.Messages = 3
	s, _ := Find("tcp")
	var unheeded *UnheededError
	if err := opts.Check(s); !errors.As(err, &unheeded) || unheeded.Option != "messages" {
		t.Errorf("%v", err)
	}
	if other, _ := Find("udp-many"); !other.Heeds("messages") || opts.Check(other) != nil {
		t.Error("udp-many does not heed them")
	}
}

func TestLines(t *testing.T) {
	tests := []struct {
		text              string
		clients, messages int
		n, m              int
		line, name        string
	}{
		{"hello", 1, 1, 1, 1, "hello", "client"},
		{"", 1, 1, 1, 1, "", "client"},
		{"hello", 3, 1, 1, 1, "hello 1", "client 1"},
		{"hello", 3, 1, 3, 1, "hello 3", "client 3"},
		{" spaced ", 2, 1, 2, 1, " spaced  2", "client 2"},
		{"", 2, 1, 2, 1, "2", "client 2"},
		{"hello", 3, 2, 3, 2, "hello 3 b", "client 3"},
		{"hello", 1, 2, 1, 1, "hello a", "client"},
	}
	for _, tt := range tests {
		opts := Options{Text: tt.text, Clients: tt.clients, Messages: tt.messages}
		if line, name := opts.line(tt.n, tt.m), opts.role(tt.n); line != tt.line || name != tt.name {
			t.Errorf("%d of %d, %q: %q says %q", tt.n, tt.clients, tt.text, name, line)
		}
	}
}

// What the user chooses comes on top of what the scenario needs.
func TestWireOf(t *testing.T) {
	own := &WireOptions{Delay: time.Second, Faults: []string{"drop 1st SYN"}}
	tests := []struct {
		name               string
		own, chosen, wants *WireOptions
	}{
		{"none", nil, nil, nil},
		{"the scenario's", own, nil, own},
		{"the user's", nil, &WireOptions{Loss: 5}, &WireOptions{Loss: 5}},
		{"both", own, &WireOptions{Loss: 5, Faults: []string{"drop 1st FIN"}}, &WireOptions{Delay: time.Second, Loss: 5, Faults: []string{"drop 1st SYN", "drop 1st FIN"}}},
		{"another delay", own, &WireOptions{Delay: 2}, &WireOptions{Delay: 2, Faults: own.Faults}},
	}
	for _, tt := range tests {
		got := Options{Wire: tt.chosen}.WireOf(Scenario{Wire: tt.own})
		if diff := cmp.Diff(tt.wants, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
	if len(own.Faults) != 1 {
		t.Errorf("the scenario's own faults have become %q", own.Faults)
	}
}

// A run on a wire has an interface at each end of it.
func TestOrigin(t *testing.T) {
	shared := capture.Origin{Scenario: "tcp", Interface: lab.Loopback}
	joined := capture.Origin{Scenario: "tcp", Interface: "client", Second: "server", Addresses: wire.Options{}.Addresses()}
	tests := map[string]struct {
		own, chosen *WireOptions
		want        capture.Origin
	}{
		"loopback":              {nil, nil, shared},
		"the scenario's wire":   {&WireOptions{}, nil, joined},
		"the user's":            {nil, &WireOptions{}, joined},
		"the user's on its own": {&WireOptions{}, &WireOptions{}, joined},
	}
	for name, tt := range tests {
		if got := (Options{Wire: tt.chosen}).Origin(Scenario{Name: "tcp", Wire: tt.own}); got != tt.want {
			t.Errorf("%s: %+v", name, got)
		}
	}
}
