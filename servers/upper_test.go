package servers

import (
	"net/netip"
	"testing"
)

func TestUpper(t *testing.T) {
	const lower, upper = "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	want := [256]byte{}
	for i := range want {
		want[i] = byte(i)
	}
	for i := range lower {
		want[lower[i]] = upper[i]
	}
	for i, w := range want {
		if got := Upper([]byte{byte(i)}); len(got) != 1 || got[0] != w {
			t.Errorf("Upper(%#02x) = %#02x, want %#02x", i, got, w)
		}
	}
}

func TestUpperLines(t *testing.T) {
	tests := []struct{ line, want string }{
		{"", ""},
		{"hello", "HELLO"},
		{"Hello, world 42!\n", "HELLO, WORLD 42!\n"},
		{"grüße ßæ ñ", "GRüßE ßæ ñ"}, // only ASCII has one case a letter
		{"\x00\xff{`", "\x00\xff{`"},
	}
	for _, tt := range tests {
		line := []byte(tt.line)
		if got := string(Upper(line)); got != tt.want {
			t.Errorf("Upper(%q) = %q, want %q", tt.line, got, tt.want)
		}
		if string(line) != tt.line {
			t.Errorf("Upper(%q) changed its argument to %q", tt.line, line)
		}
	}
}

func FuzzUpper(f *testing.F) {
	for _, seed := range []string{"", "hello", "a\nb", "\xe0\xfa\x7f`{", "ß"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, line []byte) {
		upper := Upper(line)
		if len(upper) != len(line) {
			t.Fatalf("%d octets became %d", len(line), len(upper))
		}
		for i, b := range upper {
			if b != line[i] && (b < 'A' || b > 'Z' || b+32 != line[i]) {
				t.Errorf("octet %d: %#02x became %#02x", i, line[i], b)
			}
			if 'a' <= b && b <= 'z' {
				t.Errorf("octet %d is still %q", i, b)
			}
		}
	})
}

func TestMaxDatagram(t *testing.T) {
	tests := []struct {
		addr string
		want int
	}{
		{"127.0.0.1", 65507},
		{"::ffff:127.0.0.1", 65507}, // an IPv4 packet all the same
		{"::1", 65527},
	}
	for _, tt := range tests {
		if got := MaxDatagram(netip.MustParseAddr(tt.addr)); got != tt.want {
			t.Errorf("MaxDatagram(%s) = %d, want %d", tt.addr, got, tt.want)
		}
	}
}
