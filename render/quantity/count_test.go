package quantity

import "testing"

func TestOctets(t *testing.T) {
	for n, want := range map[int64]string{
		0: "0 B", 999: "999 B", 1000: "1.00 kB", 1234: "1.23 kB", 12345: "12.3 kB", 123456: "123 kB", 999499: "999 kB", 999500: "1.00 MB", 5e9: "5.00 GB", 1<<63 - 1: "9.22 EB",
	} {
		if got := Octets(n); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
}

func TestScaled(t *testing.T) {
	for n, want := range map[int64]string{-5: "-5", 999: "999", 1000: "1.00k", 99949: "99.9k", 99950: "100k", 1_234_567: "1.23M"} {
		if got := string(AppendScaled([]byte("x"), n)); got != "x"+want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
}

func TestCount(t *testing.T) {
	for _, tt := range []struct {
		n    int64
		noun string
		want string
	}{
		{0, "byte", "0 bytes"}, {1, "byte", "1 byte"}, {6, "byte", "6 bytes"}, {-1, "packet", "-1 packets"},
		{1, "copy", "1 copy"}, {2, "copy", "2 copies"}, {2, "day", "2 days"}, {2, "y", "2 ys"},
		{2, "address", "2 addresses"}, {2, "box", "2 boxes"}, {2, "switch", "2 switches"}, {2, "push", "2 pushes"},
	} {
		if got := Count(tt.n, tt.noun); got != tt.want {
			t.Errorf("%d %s: %q, want %q", tt.n, tt.noun, got, tt.want)
		}
	}
}

func TestList(t *testing.T) {
	for want, numbers := range map[string][]int{
		"packet 7":                         {7},
		"packets 7 and 8":                  {7, 8},
		"packets 1, 2, 3, 4, 5 and 6":      {1, 2, 3, 4, 5, 6},
		"packets 1, 2, 3, 4, 5 and 3 more": {1, 2, 3, 4, 5, 6, 7, 8},
		"packets 1000000, 2 and 3":         {1000000, 2, 3},
	} {
		if got := List("packet", numbers); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
