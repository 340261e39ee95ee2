package capture

import (
	"net/netip"
	"strings"
	"testing"
	"time"
)

// at returns the n-th microsecond of the tests' time.
func at(n int) time.Time {
	return time.Date(2024, 5, 1, 12, 0, 0, 0, time.UTC).Add(time.Duration(n) * time.Microsecond)
}

func TestReachesOut(t *testing.T) {
	names, server := netip.MustParseAddrPort("10.255.255.53:53"), netip.MustParseAddrPort("192.0.2.1:80")
	for name, tt := range map[string]struct {
		call Call
		want bool
	}{
		"a name server":               {Call{Name: "connect", Args: Arguments{Address: names}}, true},
		"a name server, by datagrams": {Call{Name: "sendto", Args: Arguments{Address: names}}, true},
		"nowhere":                     {Call{Name: "connect", Args: Arguments{Address: server}, Errno: "ENETUNREACH"}, true},
		"somebody":                    {Call{Name: "connect", Args: Arguments{Address: server}}, false},
		"nobody":                      {Call{Name: "send", Errno: "ENETUNREACH"}, false},
		"bound for names":             {Call{Name: "bind", Args: Arguments{Address: names}}, false},
	} {
		if got := tt.call.ReachesOut(); got != tt.want {
			t.Errorf("%s: %v", name, got)
		}
	}
	if !IsOfNames(names) || IsOfNames(server) {
		t.Error("the port of name servers is 53")
	}
}

func TestCallMessage(t *testing.T) {
	peer := netip.MustParseAddrPort("127.0.0.1:50432")
	tests := []struct {
		want string
		call Call
	}{
		{`socket(AF_INET, SOCK_STREAM, 0) = 3`, Call{Name: "socket", FD: -1, Args: ParseArguments("socket", "AF_INET, SOCK_STREAM, 0"), Exit: at(1), Result: 3}},
		{`accept(3) = 5 from 127.0.0.1:50432`, Call{Name: "accept", FD: 3, Exit: at(1), Result: 5, Remote: peer}},
		{`accept4(3, SOCK_CLOEXEC) = 5 from 127.0.0.1:50432`, Call{Name: "accept4", FD: 3, Args: Arguments{Flags: "SOCK_CLOEXEC"}, Exit: at(1), Result: 5, Remote: peer}},
		{`poll({3, 4}, NULL, -1; ready: {4}) = 1`, Call{Name: "poll", FD: 3, Args: Arguments{Read: []int{3, 4}, ReadyRead: []int{4}}, Exit: at(1), Result: 1, Remote: peer}},
		{`accept(3) = ?`, Call{Name: "accept", FD: 3}},
		{`sendto(4, "hi\n", 0, 127.0.0.1:50432) = 3`, Call{Name: "sendto", FD: 4, Data: []byte("hi\n"), Args: ParseArguments("sendto", "0, 127.0.0.1:50432"), Exit: at(1), Result: 3, Remote: peer}},
		{`recvfrom(4, "\x1b[2J", 2048) = 4 from 127.0.0.1:50432`, Call{Name: "recvfrom", FD: 4, Data: []byte("\x1b[2J"), Args: ParseArguments("recvfrom", "2048"), Exit: at(1), Result: 4, Remote: peer}},
		{`recv(4, "", 2048) = 0`, Call{Name: "recv", FD: 4, Data: []byte{}, Args: ParseArguments("recv", "2048"), Exit: at(1), Remote: peer}},
		{`send(4, "\u00e9") = 2`, Call{Name: "send", FD: 4, Data: []byte("é"), Exit: at(1), Result: 2}},
		{`connect(4, 127.0.0.1:1) = -1 ECONNREFUSED`, Call{Name: "connect", FD: 4, Args: ParseArguments("connect", "127.0.0.1:1"), Exit: at(1), Result: -1, Errno: "ECONNREFUSED"}},
		{`accept(3) = -1 EMFILE`, Call{Name: "accept", FD: 3, Exit: at(1), Result: -1, Errno: "EMFILE", Remote: peer}},
	}
	for _, tt := range tests {
		if got := tt.call.Message(); got != tt.want {
			t.Errorf("Message() = %s, want %s", got, tt.want)
		}
	}
}

func TestCallKey(t *testing.T) {
	tests := []struct {
		name           string
		enter, exit    int
		byExit, atExit bool
	}{
		{"accept", 1, 5, true, true},
		{"recv", 1, 5, true, true},
		{"recvfrom", 1, 5, true, true},
		{"select", 1, 5, true, true},
		{"recv", 1, 0, true, false}, // it has not returned
		{"send", 1, 5, false, false},
		{"sendto", 1, 5, false, false},
		{"connect", 1, 5, false, false},
		{"close", 1, 5, false, false},
		{"shutdown", 1, 5, false, false},
		{"socket", 1, 5, false, false},
	}
	for _, tt := range tests {
		c := Call{Name: tt.name, Enter: at(tt.enter)}
		if tt.exit > 0 {
			c.Exit = at(tt.exit)
		}
		want := c.Enter
		if tt.atExit {
			want = c.Exit
		}
		if c.KeyedByExit() != tt.byExit || !c.Key().Equal(want) {
			t.Errorf("%s: by exit %t, key %v; want %t, %v", tt.name, c.KeyedByExit(), c.Key(), tt.byExit, want)
		}
	}
}

func FuzzCallMessage(f *testing.F) {
	f.Add([]byte("hello\n"))
	f.Add([]byte("\x1b]0;x\x07\x9b\u202e\xff"))
	f.Fuzz(func(t *testing.T, data []byte) {
		c := Call{Name: "send", FD: 1, Data: data, Exit: at(1)}
		notPrintable := func(r rune) bool { return r < ' ' || r > '~' }
		if got := c.Message(); strings.ContainsFunc(got, notPrintable) {
			t.Errorf("Message() of %q holds more than printable ASCII: %q", data, got)
		}
	})
}
