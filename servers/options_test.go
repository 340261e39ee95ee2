package servers

import (
	"net/netip"
	"strings"
	"testing"
)

func TestOptionsRefused(t *testing.T) {
	local := netip.MustParseAddrPort("127.0.0.1:0")
	tests := []struct {
		name     string
		addr     netip.AddrPort
		recvSize int
		want     string
	}{
		{"no address", netip.AddrPort{}, 0, "no address given"},
		{"zone", netip.MustParseAddrPort("[fe80::1%lo]:1"), 0, "zone"},
		{"negative size", local, -1, "receive size -1 is negative"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			server := ServerOptions{Addr: tt.addr, RecvSize: tt.recvSize}
			client := ClientOptions{Server: tt.addr, RecvSize: tt.recvSize}
			_, udpServer := ListenUDP(server)
			_, tcpServer := ListenTCP(server)
			_, udpClient := askUDP(t.Context(), client, nil)
			_, tcpClient := askTCP(t.Context(), client, nil)
			for _, err := range []error{udpServer, tcpServer, udpClient, tcpClient} {
				if err == nil || !strings.Contains(err.Error(), tt.want) {
					t.Errorf("error %v, want one with %q", err, tt.want)
				}
			}
		})
	}
}

func TestDefaults(t *testing.T) {
	server, client := ServerOptions{}.withDefaults(), ClientOptions{}.withDefaults()
	if server.Process.Name != "server" || client.Process.Name != "client" {
		t.Errorf("names %q and %q", server.Process.Name, client.Process.Name)
	}
	if server.Process.PID <= 0 || client.Process.PID != server.Process.PID {
		t.Errorf("process ids %d and %d", server.Process.PID, client.Process.PID)
	}
	if server.Backlog != 5 || server.RecvSize != 65536 || client.RecvSize != 65536 {
		t.Errorf("sizes %+v %+v", server, client)
	}
}
