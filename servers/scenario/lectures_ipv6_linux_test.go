package scenario

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"wireladder/capture"
)

// TestIPv6Lectures runs every scenario over IPv6: what is claimed of it holds there, too, and its programs
// make the very same calls, with other addresses.
func TestIPv6Lectures(t *testing.T) {
	for _, l := range slices.Concat(loopbackLectures, wireLectures) {
		if s, _ := Find(l.name); s.Limits.IPv6 != "" {
			continue
		}
		t.Run(l.title(), func(t *testing.T) {
			t.Parallel()
			seen := record(t, l.name, func(o *Options) {
				o.Host = netip.IPv6Loopback()
				if l.change != nil {
					l.change(o)
				}
			})
			seen.ipv6 = true
			l.claims = append(l.claims[:len(l.claims):len(l.claims)], overIPv6)
			l.check(t, seen)
			if !*update && l.name != "dns-name" { // which asks for another record
				golden(t, l.file(), asIPv4(seen.scripts(l.threads)))
			}
		})
	}
}

// overIPv6 claims that each packet is one of IPv6, and what hosts say to each other.
func overIPv6(e *evidence) error {
	for _, entry := range e.entries {
		if p := entry.Packet; p != nil && (!p.Src.Addr().Is6() || p.Proto == capture.Undecoded) {
			return fmt.Errorf("packet %v from %v to %v is none of IPv6, or stray", p.Proto, p.Src, p.Dst)
		}
	}
	return nil
}

// asIPv4 returns calls as they are in a run over IPv4, where six segments of full length hold more.
func asIPv4(calls string) string {
	return strings.NewReplacer("AF_INET6", "AF_INET", "[::1]", "127.0.0.1", "[::]", "0.0.0.0", "[fd00::1]", "10.0.0.1", "[fd00::2]", "10.0.0.2", "= 8568", "= 8688").Replace(calls)
}
