//go:build linux || darwin

package servers

import (
	"bytes"
	"testing"

	"wireladder/capture"
)

// everyOctet returns all octets but the newline.
func everyOctet() []byte {
	var line []byte
	for b := range 256 {
		if b != '\n' {
			line = append(line, byte(b))
		}
	}
	return line
}

func TestExchange(t *testing.T) {
	long := func(n int) []byte { return bytes.Repeat([]byte("many words "), n/11+1)[:n] }
	lines := []struct {
		name string
		line []byte
	}{
		{"word", []byte("hello")},
		{"empty", nil},
		{"every octet", everyOctet()},
		{"longer than a call keeps", long(1025)},
		{"60 kB", long(60_000)},
		{"largest datagram", long(65507)},
		{"limit of TCP", long(MaxLine)},
	}
	for _, tr := range transports {
		t.Run(tr.proto.String(), func(t *testing.T) {
			server := tr.start(t, ServerOptions{Model: Loop})
			for _, tt := range lines {
				if len(tt.line) > MaxLine && tr.proto == capture.TCP {
					continue
				}
				t.Run(tt.name, func(t *testing.T) {
					got, err := tr.ask(t.Context(), ClientOptions{Server: server.addr}, tt.line)
					if err != nil {
						t.Fatal(err)
					}
					if want := Upper(tt.line); !bytes.Equal(got, want) {
						t.Errorf("got %d octets, %.40q…, want %d, %.40q…", len(got), got, len(want), want)
					}
				})
			}
		})
	}
}

// A newline is no boundary in UDP: the datagram is.
func TestExchangeDatagramWithNewline(t *testing.T) {
	server := transports[0].start(t, ServerOptions{})
	got, err := askUDP(t.Context(), ClientOptions{Server: server.addr}, []byte("a\nb\n"))
	if err != nil || string(got) != "A\nB\n" {
		t.Errorf("got %q, %v", got, err)
	}
}

// What is behind the receive size is lost in UDP and waits in TCP.
func TestExchangeReceiveSize(t *testing.T) {
	tests := []struct {
		server, client int
		udp            string
	}{
		{3, 0, "HEL"},
		{0, 4, "HELL"},
		{1, 1, "H"},
		{5, 5, "HELLO"},
	}
	for _, tt := range tests {
		for _, tr := range transports {
			t.Run(tr.proto.String(), func(t *testing.T) {
				server := tr.start(t, ServerOptions{Model: Loop, RecvSize: tt.server})
				want := "HELLO"
				if tr.waitsIn == "recvfrom" {
					want = tt.udp
				}
				got, err := tr.ask(t.Context(), ClientOptions{Server: server.addr, RecvSize: tt.client}, []byte("hello"))
				if err != nil || string(got) != want {
					t.Errorf("sizes %d and %d: got %q, %v, want %q", tt.server, tt.client, got, err, want)
				}
			})
		}
	}
}

func TestExchangeManyClients(t *testing.T) {
	for _, tr := range transports {
		t.Run(tr.proto.String(), func(t *testing.T) {
			server := tr.start(t, ServerOptions{})
			for range 3 {
				for _, line := range []string{"one", "two"} {
					got, err := tr.ask(t.Context(), ClientOptions{Server: server.addr}, []byte(line))
					if err != nil || string(got) != string(Upper([]byte(line))) {
						t.Fatalf("%q: got %q, %v", line, got, err)
					}
				}
			}
		})
	}
}

// Clients at the same time wait in the backlog, or in the buffer, for their turn.
func TestExchangeAtTheSameTime(t *testing.T) {
	for _, tr := range transports {
		t.Run(tr.proto.String(), func(t *testing.T) {
			server := tr.start(t, ServerOptions{Backlog: 50})
			done := make(chan error)
			const clients = 20
			for range clients {
				go func() {
					_, err := tr.ask(t.Context(), ClientOptions{Server: server.addr}, []byte("hello"))
					done <- err
				}()
			}
			for range clients {
				if err := <-done; err != nil {
					t.Error(err)
				}
			}
		})
	}
}
