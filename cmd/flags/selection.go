package flags

import (
	"net/netip"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"wireladder/capture"
	"wireladder/capture/bpf"
	"wireladder/cmd/failure"
	"wireladder/cmd/report/selection"
)

// SelectOptions say which part of a file is shown. All of the file is analysed
// whatever they say, so that its streams keep their numbers.
type SelectOptions struct {
	Flow   string // "3", "tcp:3" or "udp:0"
	Port   uint16
	Host   string // address, or address/bits
	From   string // see parseInstant
	To     string
	Filter string // see pcap-filter(7)
}

// AddFlags adds the flags.
func (o *SelectOptions) AddFlags(f *pflag.FlagSet) {
	f.StringVar(&o.Flow, "flow", "", "only the stream `N`: tcp:3, udp:3, or 3 (TCP's, else UDP's)")
	f.Uint16Var(&o.Port, "port", 0, "only what goes to or from the `port`")
	f.StringVar(&o.Host, "host-filter", "", "only what goes to or from the `address`, or the network address/bits")
	f.StringVar(&o.From, "from", "", "only from the `time` on: since the start (1.5s), of the clock (15:04:05, UTC) or RFC 3339")
	f.StringVar(&o.To, "to", "", "only up to the `time`")
	f.StringVar(&o.Filter, "filter", "", "only packets that the `expression` of pcap-filter(7) passes, as tcpdump has it")
}

// Selection parses the options.
func (o *SelectOptions) Selection() (selection.Selection, error) {
	s := selection.Selection{Port: o.Port}
	var err error
	for _, parse := range []func() error{
		func() error { s.Stream, err = parseStream(o.Flow); return err },
		func() error { s.Network, err = parseNetwork(o.Host); return err },
		func() error { s.From, err = parseInstant("from", o.From); return err },
		func() error { s.To, err = parseInstant("to", o.To); return err },
		func() error { s.Filter, err = parseFilter(o.Filter); return err },
	} {
		if err := parse(); err != nil {
			return s, err
		}
	}
	return s, nil
}

// parseNetwork reads an address or a network; "" is none.
func parseNetwork(s string) (netip.Prefix, error) {
	if s == "" {
		return netip.Prefix{}, nil
	}
	if p, err := netip.ParsePrefix(s); err == nil {
		return p.Masked(), nil
	}
	a, err := netip.ParseAddr(s)
	if err != nil || a.Zone() != "" {
		return netip.Prefix{}, failure.Misused("say it as 10.0.0.1, 10.0.0.0/8, ::1 or 2001:db8::/32", "no address or network: %q", s)
	}
	return netip.PrefixFrom(a, a.BitLen()), nil
}

// parseFilter makes the filter; "" is none.
func parseFilter(s string) (*bpf.Filter, error) {
	if s == "" {
		return nil, nil
	}
	f, err := bpf.New(s)
	if err != nil {
		return nil, failure.Misused("build it with cgo and libpcap (CGO_ENABLED=1), or use --flow, --port, --host-filter, --from and --to", "can't use --filter: %w", err)
	}
	return f, nil
}

// parseStream reads the value of --flow and --follow; "" is none.
func parseStream(s string) (selection.StreamName, error) {
	if s == "" {
		return selection.StreamName{}, nil
	}
	proto, number, said := strings.Cut(s, ":")
	if !said {
		proto, number = "tcp", s
	}
	n, err := strconv.Atoi(number)
	name := selection.StreamName{Number: n, Either: !said}
	switch proto {
	case "tcp":
		name.Proto = capture.TCP
	case "udp":
		name.Proto = capture.UDP
	}
	if err != nil || n < 0 || name.Proto == capture.Undecoded {
		return selection.StreamName{}, failure.Misused("name it by its number in the table of conversations: 3, tcp:3 or udp:0", "no stream is called %q", s)
	}
	return name, nil
}

// parseInstant reads the value of --from or --to: a time since the start ("1.5s",
// "2m", or seconds, "1.5"), one of the clock ("15:04:05.5"), or a date and time
// as RFC 3339 has it.
func parseInstant(flag, s string) (selection.Instant, error) {
	if s == "" {
		return selection.Instant{}, nil
	}
	if seconds, err := strconv.ParseFloat(s, 64); err == nil {
		s = strconv.FormatFloat(seconds, 'f', 9, 64) + "s"
	}
	if d, err := time.ParseDuration(s); err == nil {
		return selection.Instant{Form: selection.SinceStart, Since: d}, nil
	}
	for _, layout := range []string{"15:04:05", "15:04"} {
		if t, err := time.Parse(layout, s); err == nil {
			return selection.Instant{Form: selection.OfTheClock, Since: t.Sub(t.Truncate(24 * time.Hour))}, nil
		}
	}
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", time.DateTime} {
		if t, err := time.Parse(layout, s); err == nil {
			return selection.Instant{Form: selection.Exactly, Exact: t}, nil
		}
	}
	return selection.Instant{}, failure.Misused("say it as 1.5s (since the start), 15:04:05 (UTC) or 2026-01-02T15:04:05Z", "no time for --%s: %q", flag, s)
}
