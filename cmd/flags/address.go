package flags

import (
	"net"
	"strconv"
	"strings"

	"wireladder/capture"
	"wireladder/cmd/failure"
)

// Port reads a port number. lowest is 0 where the kernel may choose one.
func Port(text string, lowest uint64) (uint16, error) {
	port, err := strconv.ParseUint(text, 10, 16)
	if err != nil || port < lowest {
		hint := "the textbook's is 12000"
		if strings.Count(text, ":") > 1 {
			hint = "an IPv6 address that a port follows stands in brackets: [::1]:12000"
		}
		return 0, failure.Misused(hint, "a port is a number from %d to 65535, not %q", lowest, text)
	}
	return uint16(port), nil
}

// SplitPort returns arguments in which a host and a port are two: "localhost:12000" and
// "[::1]:12000" are taken for them, and ":12000" for the port alone.
func SplitPort(args []string) []string {
	if len(args) != 1 {
		return args
	}
	host, port, err := net.SplitHostPort(args[0])
	switch {
	case err != nil:
		return args
	case host == "":
		return []string{port}
	}
	return []string{host, port}
}

// Protocol reads the name of a protocol.
func Protocol(name string) (capture.Protocol, error) {
	for _, proto := range []capture.Protocol{capture.UDP, capture.TCP} {
		if strings.EqualFold(name, proto.String()) {
			return proto, nil
		}
	}
	return 0, failure.Misused("say udp or tcp", "no such protocol %q", name)
}
