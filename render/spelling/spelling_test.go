package spelling

import (
	"slices"
	"strings"
	"testing"
)

func TestLike(t *testing.T) {
	names := []string{"clients", "client", "backlog", "port", "packets-only", "on-interrupt", "tcp", "udp"}
	for _, tt := range []struct {
		typed string
		want  []string
	}{
		{"clinets", []string{"clients", "client"}},
		{"cleint", []string{"client", "clients"}},
		{"prot", []string{"port"}},
		{"tpc", []string{"tcp"}},
		{"packets", []string{"packets-only"}},
		{"interrupt", []string{"on-interrupt"}},
		{"backlogs", []string{"backlog"}},
		{"frobnicate", nil},
		{"x", nil},
		{"", nil},
		{strings.Repeat("client", 20), nil},
	} {
		if got := Like(tt.typed, names); !slices.Equal(got, tt.want) {
			t.Errorf("%q: %q, want %q", tt.typed, got, tt.want)
		}
	}
}
