package capture

import "testing"

func TestSeqWrapsAround(t *testing.T) {
	tests := []struct {
		name string
		s, t Seq
		sub  int
	}{
		{"equal", 7, 7, 0},
		{"before", 7, 10, -3},
		{"after", 10, 7, 3},
		{"across zero", 2, 0xfffffffe, 4},
		{"before zero", 0xfffffffe, 2, -4},
		{"just under half", 0x7fffffff, 0, 0x7fffffff},
		{"half is behind", 0x80000000, 0, -0x80000000},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.s.Sub(tt.t); got != tt.sub {
				t.Errorf("%d.Sub(%d) = %d, want %d", tt.s, tt.t, got, tt.sub)
			}
			if got := tt.t.Add(tt.sub); got != tt.s {
				t.Errorf("%d.Add(%d) = %d, want %d", tt.t, tt.sub, got, tt.s)
			}
			if got := tt.s.Less(tt.t); got != (tt.sub < 0) {
				t.Errorf("%d.Less(%d) = %t", tt.s, tt.t, got)
			}
			if got := tt.s.LessEq(tt.t); got != (tt.sub <= 0) {
				t.Errorf("%d.LessEq(%d) = %t", tt.s, tt.t, got)
			}
		})
	}
}

func FuzzSeq(f *testing.F) {
	f.Add(uint32(0xffffffff), int32(1))
	f.Add(uint32(0), int32(-1))
	f.Fuzz(func(t *testing.T, start uint32, n int32) {
		s := Seq(start)
		if got := s.Add(int(n)).Sub(s); got != int(n) {
			t.Errorf("%d.Add(%d).Sub(%[1]d) = %[3]d", s, n, got)
		}
	})
}
