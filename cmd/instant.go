package cmd

import (
	"strconv"
	"strings"
	"time"

	"wireladder/capture"
)

// streamName names a stream of a file.
type streamName struct {
	proto  capture.Protocol // UDP or TCP; Undecoded: no name was given
	number int
	either bool // the protocol was not said: TCP's, or UDP's if TCP has none
}

// String returns the name as --flow takes it.
func (n streamName) String() string { return n.proto.String() + ":" + strconv.Itoa(n.number) }

// parseStream reads the value of --flow and --follow; "" is none.
func parseStream(s string) (streamName, error) {
	if s == "" {
		return streamName{}, nil
	}
	proto, number, said := strings.Cut(s, ":")
	if !said {
		proto, number = "tcp", s
	}
	n, err := strconv.Atoi(number)
	name := streamName{number: n, either: !said}
	switch proto {
	case "tcp":
		name.proto = capture.TCP
	case "udp":
		name.proto = capture.UDP
	}
	if err != nil || n < 0 || name.proto == capture.Undecoded {
		return streamName{}, misused("name it by its number in the table of conversations: 3, tcp:3 or udp:0", "no stream is called %q", s)
	}
	return name, nil
}

// instant is a time that a user asked for.
type instant struct {
	given bool
	form  instantForm
	since time.Duration // after the start, or after the midnight before it
	exact time.Time
}

// instantForm is how an instant was written.
type instantForm uint8

const (
	sinceStart instantForm = iota
	ofTheClock             // on the day, in UTC, on which the file starts
	exactly
)

// parseInstant reads the value of --from or --to: a time since the start ("1.5s",
// "2m", or seconds, "1.5"), one of the clock ("15:04:05.5"), or a date and time
// as RFC 3339 has it.
func parseInstant(flag, s string) (instant, error) {
	if s == "" {
		return instant{}, nil
	}
	if seconds, err := strconv.ParseFloat(s, 64); err == nil {
		s = strconv.FormatFloat(seconds, 'f', 9, 64) + "s"
	}
	if d, err := time.ParseDuration(s); err == nil {
		return instant{given: true, form: sinceStart, since: d}, nil
	}
	for _, layout := range []string{"15:04:05", "15:04"} {
		if t, err := time.Parse(layout, s); err == nil {
			return instant{given: true, form: ofTheClock, since: t.Sub(t.Truncate(24 * time.Hour))}, nil
		}
	}
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", time.DateTime} {
		if t, err := time.Parse(layout, s); err == nil {
			return instant{given: true, form: exactly, exact: t}, nil
		}
	}
	return instant{}, misused("say it as 1.5s (since the start), 15:04:05 (UTC) or 2026-01-02T15:04:05Z", "no time for --%s: %q", flag, s)
}

// at returns the instant in a file that starts at start.
func (m instant) at(start time.Time) time.Time {
	switch m.form {
	case ofTheClock:
		return start.UTC().Truncate(24 * time.Hour).Add(m.since)
	case exactly:
		return m.exact
	}
	return start.Add(m.since)
}
