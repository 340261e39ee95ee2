// Package wireshark knows what Wireshark makes of a capture file that this program has
// written: it takes some ports for those of protocols that are not there.
package wireshark

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"wireladder/capture"
	"wireladder/capture/notation"
	"wireladder/capture/savefile"
)

// The most that is looked at, and that a hint names.
const (
	maxPackets  = 20_000
	maxMistakes = 8
)

// Hint says how to open the capture file so that Wireshark shows the text in it as text; ""
// if it does so anyway, or if the file is a pipe or can't be read.
func Hint(file string) string {
	wrong := mistakes(file)
	if len(wrong) == 0 {
		return ""
	}
	var takes, decodeAs []string
	for _, m := range wrong[:min(len(wrong), maxMistakes)] {
		takes = append(takes, fmt.Sprintf("%s port %d for %s", strings.ToUpper(m.proto.String()), m.port, m.protocol))
		decodeAs = append(decodeAs, fmt.Sprintf("-d %v.port==%d,data", m.proto, m.port))
	}
	return fmt.Sprintf("Wireshark takes %s; open the file with: wireshark %s %s",
		strings.Join(takes, ", "), strings.Join(decodeAs, " "), notation.ShellPath(file))
}

// mistake is a port that is claimed in vain.
type mistake struct {
	proto    capture.Protocol
	port     uint16
	protocol string
}

// mistakes returns the ports in a file that Wireshark claims, and on which text is said and
// nothing else, in the order in which they come.
func mistakes(file string) []mistake {
	if about, err := os.Stat(file); err != nil || !about.Mode().IsRegular() {
		return nil
	}
	f, err := os.Open(file)
	if err != nil {
		return nil
	}
	defer f.Close() //nolint:errcheck // nothing was written
	r, err := savefile.NewReader(f)
	if err != nil {
		return nil
	}
	var found seenPorts
	for range maxPackets {
		e, err := r.Next()
		if err != nil {
			break // it was written without one: this is its end
		}
		if e.Packet != nil {
			found.add(e.Packet)
		}
	}
	return found.wrong()
}

// seenPorts are those of a file that are claimed.
type seenPorts struct {
	order []mistake
	other map[mistake]bool // something else than text is said there
}

// add notes what a packet says on claimed ports.
func (s *seenPorts) add(p *capture.Packet) {
	if len(p.Payload) == 0 || len(p.Outer) > 0 {
		return
	}
	for _, port := range []uint16{p.Src.Port(), p.Dst.Port()} {
		m := mistake{proto: p.Proto, port: port, protocol: claimedBy(p.Proto, port)}
		if m.protocol == "" {
			continue
		}
		if s.other == nil {
			s.other = map[mistake]bool{}
		}
		if _, known := s.other[m]; !known {
			s.order = append(s.order, m)
		}
		s.other[m] = s.other[m] || !isText(p.Payload)
	}
}

// wrong returns those on which nothing but text is said.
func (s *seenPorts) wrong() []mistake {
	return slices.DeleteFunc(s.order, func(m mistake) bool { return s.other[m] })
}

// claimedBy returns the protocol that Wireshark gives the port to; "" if none.
func claimedBy(proto capture.Protocol, port uint16) string {
	var claims []portClaim
	switch proto {
	case capture.UDP:
		claims = claimsUDP
	case capture.TCP:
		claims = claimsTCP
	}
	i, found := slices.BinarySearchFunc(claims, port, func(c portClaim, port uint16) int {
		switch {
		case c.last < port:
			return -1
		case c.first > port:
			return 1
		}
		return 0
	})
	if !found {
		return ""
	}
	return claims[i].protocol
}

// isText reports whether octets can be read as text. The end of what was captured may cut
// a character off.
func isText(b []byte) bool {
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		if r == utf8.RuneError && n == 1 {
			return !utf8.FullRune(b)
		}
		if !unicode.IsPrint(r) && !strings.ContainsRune("\t\r\n", r) {
			return false
		}
		b = b[n:]
	}
	return true
}
