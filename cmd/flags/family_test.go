package flags

import (
	"net/netip"
	"slices"
	"testing"
)

func TestChooseAddress(t *testing.T) {
	v4, v6 := netip.MustParseAddr("192.0.2.7"), netip.MustParseAddr("2001:db8::7")
	mapped, zoned := netip.MustParseAddr("::ffff:192.0.2.7"), netip.MustParseAddr("fe80::1%lo")
	tests := []struct {
		family FamilyOptions
		found  []netip.Addr
		want   netip.Addr // invalid: an error
	}{
		{FamilyOptions{}, []netip.Addr{v6, v4}, v4},
		{FamilyOptions{}, []netip.Addr{v6}, v6},
		{FamilyOptions{}, []netip.Addr{mapped}, v4},
		{FamilyOptions{IPv4: true}, []netip.Addr{v6, v4}, v4},
		{FamilyOptions{IPv6: true}, []netip.Addr{v4, v6}, v6},
		{FamilyOptions{IPv4: true}, []netip.Addr{v6}, netip.Addr{}},
		{FamilyOptions{IPv6: true}, []netip.Addr{mapped}, netip.Addr{}},
		{FamilyOptions{}, []netip.Addr{zoned}, netip.Addr{}},
	}
	for _, tt := range tests {
		got, err := tt.family.choose("host", tt.found)
		if got != tt.want || (err == nil) != tt.want.IsValid() {
			t.Errorf("%+v of %v: %v, %v, want %v", tt.family, tt.found, got, err, tt.want)
		}
	}
}

func TestPorts(t *testing.T) {
	for _, tt := range []struct {
		text   string
		lowest uint64
		want   uint16
		bad    bool
	}{
		{"12000", 1, 12000, false}, {"0", 0, 0, false}, {"65535", 1, 65535, false},
		{"0", 1, 0, true}, {"65536", 0, 0, true}, {"-1", 0, 0, true}, {"http", 0, 0, true}, {"", 0, 0, true},
	} {
		if got, err := Port(tt.text, tt.lowest); got != tt.want || (err != nil) != tt.bad {
			t.Errorf("%q: %d, %v", tt.text, got, err)
		}
	}
}

func TestSplitPort(t *testing.T) {
	for _, tt := range []struct{ args, want []string }{
		{[]string{"localhost:12000"}, []string{"localhost", "12000"}},
		{[]string{"[::1]:12000"}, []string{"::1", "12000"}},
		{[]string{":12000"}, []string{"12000"}},
		{[]string{"12000"}, []string{"12000"}},
		{[]string{"::1:12000"}, []string{"::1:12000"}},
		{[]string{"localhost", "12000"}, []string{"localhost", "12000"}},
		{nil, nil},
	} {
		if got := SplitPort(tt.args); !slices.Equal(got, tt.want) {
			t.Errorf("%q: %q, want %q", tt.args, got, tt.want)
		}
	}
}
