package capture

import (
	"net/netip"
	"reflect"
	"strings"
	"testing"
	"time"
)

// written are arguments, as they are typed and as C would write them.
var written = []struct {
	call, text string
	args       Arguments
}{
	{"accept", "", Arguments{}},
	{"listen", "", Arguments{}},
	{"select", "", Arguments{}},
	{"socket", "AF_INET, SOCK_STREAM, 0", Arguments{Domain: "AF_INET", Type: "SOCK_STREAM"}},
	{"socket", "AF_INET6, SOCK_DGRAM|SOCK_CLOEXEC, IPPROTO_UDP", Arguments{Domain: "AF_INET6", Type: "SOCK_DGRAM|SOCK_CLOEXEC", Protocol: "IPPROTO_UDP"}},
	{"bind", "127.0.0.1:12000", Arguments{Address: netip.MustParseAddrPort("127.0.0.1:12000")}},
	{"connect", "[::1]:12000", Arguments{Address: netip.MustParseAddrPort("[::1]:12000")}},
	{"exit", "SIGSEGV", Arguments{Signal: "SIGSEGV"}},
	{"exit", "SIGKILL, wireladder", Arguments{Signal: "SIGKILL", By: "wireladder"}},
	{"exit", "SIGKILL, wireladder, too", Arguments{Other: "SIGKILL, wireladder, too"}},
	{"listen", "5", Arguments{Backlog: 5, HasBacklog: true}},
	{"listen", "0", Arguments{HasBacklog: true}},
	{"listen", "-1", Arguments{Backlog: -1, HasBacklog: true}},
	{"accept4", "SOCK_NONBLOCK|SOCK_CLOEXEC", Arguments{Flags: "SOCK_NONBLOCK|SOCK_CLOEXEC"}},
	{"shutdown", "SHUT_RD", Arguments{How: ShutRead}},
	{"shutdown", "SHUT_WR", Arguments{How: ShutWrite}},
	{"shutdown", "SHUT_RDWR", Arguments{How: ShutBoth}},
	{"send", "MSG_DONTWAIT", Arguments{Flags: "MSG_DONTWAIT"}},
	{"sendto", "127.0.0.1:1", Arguments{Address: netip.MustParseAddrPort("127.0.0.1:1")}},
	{"sendto", "MSG_DONTWAIT, 127.0.0.1:1", Arguments{Flags: "MSG_DONTWAIT", Address: netip.MustParseAddrPort("127.0.0.1:1")}},
	{"recv", "2048", Arguments{Length: 2048}},
	{"recvfrom", "2048, MSG_PEEK", Arguments{Length: 2048, Flags: "MSG_PEEK"}},
	{"recv", "MSG_PEEK", Arguments{Flags: "MSG_PEEK"}},
	{"setsockopt", "SOL_SOCKET, SO_REUSEADDR, 1", Arguments{Option: NumberOption("SOL_SOCKET", "SO_REUSEADDR", 1)}},
	{"setsockopt", "SOL_SOCKET, SO_LINGER, {1, 0}", Arguments{Option: PairOption("SOL_SOCKET", "SO_LINGER", 1, 0)}},
	{"setsockopt", "IPPROTO_TCP, TCP_CONGESTION, reno", Arguments{Option: SocketOption{Level: "IPPROTO_TCP", Name: "TCP_CONGESTION", Value: "reno"}}},
	{"setsockopt", "SOL_SOCKET, SO_LINGER, {1, 00}", Arguments{Option: SocketOption{Level: "SOL_SOCKET", Name: "SO_LINGER", Value: "{1, 00}"}}},
	{"getsockopt", "SOL_SOCKET, SO_ERROR", Arguments{Option: SocketOption{Level: "SOL_SOCKET", Name: "SO_ERROR"}}},
	{"fcntl", "F_SETFL, O_NONBLOCK", Arguments{Option: SocketOption{Name: "F_SETFL", Value: "O_NONBLOCK"}}},
	{"select", "6, {3, 4}, NULL, NULL, NULL; ready: {4}", Arguments{NFDs: 6, Read: []int{3, 4}, ReadyRead: []int{4}}},
	{"select", "6, {3}, {5}, NULL, {1, 500000}; ready: {3}, {5}", Arguments{
		NFDs: 6, Read: []int{3}, Write: []int{5}, ReadyRead: []int{3}, ReadyWrite: []int{5}, Timeout: 1500 * time.Millisecond, HasTimeout: true,
	}},
	{"select", "6, NULL, {5}, NULL, {0, 0}; ready: NULL, {5}", Arguments{NFDs: 6, Write: []int{5}, ReadyWrite: []int{5}, HasTimeout: true}},
	{"select", "0, NULL, NULL, NULL, {1, 0}", Arguments{Timeout: time.Second, HasTimeout: true}},
	{"poll", "NULL, NULL, 0", Arguments{HasTimeout: true}},
	{"pselect6", "4, {3}, NULL, NULL, {0, 7}", Arguments{NFDs: 4, Read: []int{3}, Timeout: 7, HasTimeout: true}},
	{"poll", "{3}, {4, 5}, -1; ready: {3}", Arguments{Read: []int{3}, Write: []int{4, 5}, ReadyRead: []int{3}}},
	{"epoll_wait", "{3}, NULL, 20", Arguments{Read: []int{3}, Timeout: 20 * time.Millisecond, HasTimeout: true}},
	{"ppoll", "{3}, NULL, NULL", Arguments{Read: []int{3}}},
	// What ArgsText does not write just so is kept as it is.
	{"accept", "AF_INET", Arguments{Other: "AF_INET"}},
	{"close", "1", Arguments{Other: "1"}},
	{"gethostbyname", "127.0.0.1:1", Arguments{Other: "127.0.0.1:1"}},
	{"socket", "AF_INET", Arguments{Other: "AF_INET"}},
	{"bind", "here", Arguments{Other: "here"}},
	{"listen", "+5", Arguments{Other: "+5"}},
	{"shutdown", "7", Arguments{Other: "7"}},
	{"sendto", "0, 127.0.0.1:1", Arguments{Other: "0, 127.0.0.1:1"}},
	{"recv", "0", Arguments{Other: "0"}},
	{"select", "6, {3, x}, NULL, NULL, NULL", Arguments{Other: "6, {3, x}, NULL, NULL, NULL"}},
	{"select", "6, {3}, NULL, {4}, NULL", Arguments{Other: "6, {3}, NULL, {4}, NULL"}},
	{"select", "6, {3}, NULL, NULL, {9223372036854775807, 0}", Arguments{Other: "6, {3}, NULL, NULL, {9223372036854775807, 0}"}},
	{"poll", "[{fd=3, events=POLLIN}], 1, -1", Arguments{Other: "[{fd=3, events=POLLIN}], 1, -1"}},
}

func TestArguments(t *testing.T) {
	for _, tt := range written {
		if got := ParseArguments(tt.call, tt.text); !reflect.DeepEqual(got, tt.args) {
			t.Errorf("%s(%s) is read as %+v, want %+v", tt.call, tt.text, got, tt.args)
		}
		if got := (&Call{Name: tt.call, Args: tt.args}).ArgsText(); got != tt.text {
			t.Errorf("%s%+v is written as %q, want %q", tt.call, tt.args, got, tt.text)
		}
	}
}

// A timeout goes down to what the call's own clock has.
func TestTimeoutsAreCut(t *testing.T) {
	for call, want := range map[string]string{
		"select": "1, NULL, NULL, NULL, {1, 2}", "pselect6": "1, NULL, NULL, NULL, {1, 2003}",
		"poll": "NULL, NULL, 1000", "ppoll": "NULL, NULL, {1, 2003}",
	} {
		c := Call{Name: call, Args: Arguments{NFDs: 1, Timeout: time.Second + 2003, HasTimeout: true}}
		if got := c.ArgsText(); got != want {
			t.Errorf("%s(%s), want %s", call, got, want)
		}
	}
}

// Arguments without an end are not looked into.
func TestLongArguments(t *testing.T) {
	set := "{1" + strings.Repeat(", 1", maxArguments/3) + "}"
	for _, text := range []string{"2, " + set + ", NULL, NULL, NULL", strings.Repeat(", ", maxArguments)} {
		if a := ParseArguments("select", text); a.Other != text {
			t.Errorf("%d octets are read as %d descriptors", len(text), len(a.Read))
		}
	}
}

func TestShutString(t *testing.T) {
	for how, want := range map[Shut]string{0: "", ShutRead: "SHUT_RD", ShutWrite: "SHUT_WR", ShutBoth: "SHUT_RDWR", 4: "?", 255: "?"} {
		if got := how.String(); got != want {
			t.Errorf("%d: %q, want %q", how, got, want)
		}
	}
}

func TestOptionThatAborts(t *testing.T) {
	for value, want := range map[string]bool{"{1, 0}": true, "{1, 5}": false, "{0, 0}": false, "x": false, "1": false} {
		if o := parseOption("SOL_SOCKET", "SO_LINGER", value); o.Aborts() != want {
			t.Errorf("%+v aborts: %t", o, !want)
		}
	}
	if o := PairOption("SOL_SOCKET", "SO_RCVTIMEO", 1, 0); o.Aborts() {
		t.Errorf("%+v aborts", o)
	}
}

// FuzzArguments reads arbitrary arguments of every call: they are written as they
// were, and what is written is read the same.
func FuzzArguments(f *testing.F) {
	for _, tt := range written {
		f.Add(tt.text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for name := range syscalls {
			c := Call{Name: name, Args: ParseArguments(name, text)}
			if got := c.ArgsText(); got != text {
				t.Fatalf("%s(%q) is written as %q", name, text, got)
			}
			if again := ParseArguments(name, text); !reflect.DeepEqual(again, c.Args) {
				t.Fatalf("%s(%q) is read as %+v, and as %+v", name, text, c.Args, again)
			}
		}
	})
}
