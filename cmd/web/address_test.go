package web

import (
	"errors"
	"net"
	"net/netip"
	"strings"
	"testing"

	"wireladder/cmd/failure"
)

// Addresses are taken as users give them; what is none is told with one that is.
func TestSplit(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		Usual: "127.0.0.1 0", "127.0.0.1": "127.0.0.1 0", "192.168.1.5:8000": "192.168.1.5 8000", "::1": "::1 0", "[::1]": "::1 0", "[::1]:80": "::1 80",
		"lecture.example:8000": "lecture.example 8000", "localhost": "localhost 0", ":8000": " 8000", "0.0.0.0": "0.0.0.0 0",
		"": "", ":": "", "8000": "", "127.0.0.1:x": "", "127.0.0.1:65536": "", "127.0.0.1:-1": "", "a:b:c": "", "[::1": "::1 0",
	} {
		host, port, err := split(text)
		var f *failure.Failure
		switch {
		case want == "" && (!errors.As(err, &f) || f.Code != failure.CodeUsage || !strings.Contains(f.Hint, "--web=")):
			t.Errorf("%q: %v", text, err)
		case want != "" && (err != nil || host+" "+port != want):
			t.Errorf("%q: %q, %q, %v", text, host, port, err)
		}
	}
}

// An address that can't be had is told with what helps.
func TestListen(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close() //nolint:errcheck // the test is over
	for address, hint := range map[string]string{l.Addr().String(): "another program has port", "198.51.100.1": "this machine has: ", "nosuch.invalid": "this machine has: "} {
		_, err := listen(t.Context(), address)
		var f *failure.Failure
		if !errors.As(err, &f) || f.Code != failure.CodeFailed || !strings.Contains(f.Hint, hint) || strings.Contains(err.Error(), "listen tcp") {
			t.Errorf("%s: %v", address, err)
		}
	}
}

// The link of a page that is served at all addresses has one by which others reach it.
func TestReachable(t *testing.T) {
	t.Parallel()
	for at, v4 := range map[string]bool{"0.0.0.0": true, "::": false} {
		got := reachable(netip.MustParseAddr(at))
		if got.IsUnspecified() || v4 && !got.Is4() {
			t.Errorf("%s: %s", at, got)
		}
	}
	for _, at := range []string{"127.0.0.1", "::1", "192.0.2.1"} {
		if got := reachable(netip.MustParseAddr(at)); got.String() != at {
			t.Errorf("%s: %s", at, got)
		}
	}
}

// What is opened has a link, and a code for it; a name that was given stands in it.
func TestOpen(t *testing.T) {
	t.Parallel()
	for address, host := range map[string]string{"127.0.0.1": "127.0.0.1", "localhost": "localhost"} {
		i, err := Open(t.Context(), address)
		if err != nil {
			t.Fatal(err)
		}
		defer i.Close()
		s := i.Served()
		if !strings.HasPrefix(s.Link, "http://"+host+":") || strings.HasSuffix(s.Link, ":0/") || len(s.Code) == 0 || s.Near == "" || strings.Contains(s.Link+s.Room, i.token) {
			t.Errorf("%s: %+v", address, s)
		}
	}
}
