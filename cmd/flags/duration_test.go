package flags

import (
	"testing"
	"time"

	"github.com/spf13/pflag"
)

func TestDuration(t *testing.T) {
	for _, tt := range []struct {
		text string
		unit time.Duration
		want time.Duration // -1ns: refused
	}{
		{"20", time.Millisecond, 20 * time.Millisecond},
		{"1", time.Second, time.Second},
		{"0.5", time.Second, 500 * time.Millisecond},
		{"20ms", time.Second, 20 * time.Millisecond},
		{" 20 ms ", time.Second, 20 * time.Millisecond},
		{"1m30s", time.Millisecond, 90 * time.Second},
		{"-3", time.Second, -3 * time.Second},
		{"0", time.Second, 0},
		{"", time.Second, -1}, {"soon", time.Second, -1}, {"1e300", time.Second, -1}, {"NaN", time.Second, -1}, {"inf", time.Second, -1}, {"20 parsecs", time.Second, -1},
	} {
		got := time.Duration(-1)
		f := pflag.NewFlagSet("", pflag.ContinueOnError)
		to := time.Duration(0)
		AddDuration(f, &to, "delay", "d", tt.unit, "`time`")
		if err := f.Parse([]string{"--delay=" + tt.text}); err == nil {
			got = to
		}
		if got != tt.want {
			t.Errorf("%q: %v, want %v", tt.text, got, tt.want)
		}
		// The process inside is given the value as it is printed.
		again := &duration{new(time.Duration), time.Hour}
		if err := again.Set(f.Lookup("delay").Value.String()); err != nil || *again.to != to {
			t.Errorf("%q: %v comes back as %v, %v", tt.text, to, *again.to, err)
		}
	}
}
