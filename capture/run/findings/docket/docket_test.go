package docket_test

import (
	"slices"
	"testing"

	"wireladder/capture/run/findings/accounts"
	"wireladder/capture/run/findings/docket"
)

// What a program has printed of exceptions, and what of that is one that has ended something.
func TestExceptions(t *testing.T) {
	const (
		begin  = "Traceback (most recent call last):\n  File \"server.py\", line 7, in serve\n"
		value  = begin + "ValueError: 7\n"
		empty  = begin + "BlockingIOError: [Errno 11] Resource temporarily unavailable\n"
		ends   = begin + "KeyboardInterrupt\n"
		during = "\nDuring handling of the above exception, another exception occurred:\n\n"
	)
	for _, c := range []struct {
		name, printed string
		want          []string
	}{
		{"nothing", "listening\n", nil},
		{"one", value, []string{"ValueError: 7"}},
		{"two", value + value, []string{"ValueError: 7", "ValueError: 7"}},
		{"one while another one is handled", value + during + empty, []string{"ValueError: 7", "BlockingIOError: [Errno 11] Resource temporarily unavailable"}},
		{"^C", ends, nil},
		{"one, and ^C", value + ends + value, []string{"ValueError: 7"}},
		{"^C while one is handled", empty + during + ends, nil},
		{"one, and ^C while another one is handled", value + empty + during + ends, []string{"ValueError: 7"}},
	} {
		x := accounts.New()
		x.Program("server").Stderr = c.printed
		if got := docket.New(x).Exceptions("server"); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
