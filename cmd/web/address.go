package web

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"slices"
	"strconv"
	"strings"
	"syscall"

	"wireladder/cmd/failure"
	"wireladder/cmd/room"
)

// Usual is where a page is served that is served nowhere else: on this machine alone, at a port that the
// kernel picks.
const Usual = "127.0.0.1:0"

// Check says what is wrong with an address as users give it: a host, with a port or without.
func Check(address string) error {
	_, _, err := split(address)
	return err
}

// split returns the host and the port of an address as users give it; without a port, "0".
func split(address string) (host, port string, err error) {
	host, port, err = net.SplitHostPort(address)
	if err != nil {
		host, port = strings.Trim(address, "[]"), "0"
	}
	_, portErr := strconv.ParseUint(port, 10, 16)
	_, ipErr := netip.ParseAddr(host)
	switch _, numberErr := strconv.Atoi(host); {
	case numberErr == nil:
		return "", "", failure.Misused(fmt.Sprintf("a port stands behind an address: --web=127.0.0.1:%s", host), "%q is no address to serve a page at", address)
	case portErr != nil, host == "" && port == "0", ipErr != nil && strings.Contains(host, ":"):
		return "", "", failure.Misused("say --web for this machine alone, or --web=ADDRESS or --web=ADDRESS:PORT for others: --web=192.168.1.5:8000, --web='[::1]:8000'", "%q is no address to serve a page at", address)
	}
	return host, port, nil
}

// listen opens an address that has been checked.
func listen(ctx context.Context, address string) (net.Listener, error) {
	host, port, err := split(address)
	if err != nil {
		return nil, err
	}
	network := "tcp"
	if ip, err := netip.ParseAddr(host); err == nil && ip.Is4() {
		network = "tcp4" // Go takes 0.0.0.0 for all addresses of both families otherwise
	}
	l, err := room.Listen(ctx, network, net.JoinHostPort(host, port))
	if err != nil {
		return nil, failure.Of(fmt.Errorf("can't serve a page at %q: %w", address, bare(err)), repair(err, port))
	}
	return l, nil
}

// bare returns why an address can't be had, without the address.
func bare(err error) error {
	var (
		call    *os.SyscallError
		unknown *net.DNSError
	)
	switch {
	case errors.As(err, &call):
		return call.Err
	case errors.As(err, &unknown):
		return errors.New(unknown.Err)
	}
	return err
}

// repair returns what helps where an address can't be had.
func repair(err error, port string) string {
	var unknown *net.DNSError
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return fmt.Sprintf("another program has port %s: leave it out, and the kernel picks one that is free", port)
	case errors.Is(err, syscall.EACCES):
		return "ports below 1024 are root's: leave it out, and the kernel picks one"
	case errors.Is(err, syscall.EADDRNOTAVAIL), errors.As(err, &unknown):
		var own []string
		for _, a := range addresses() {
			own = append(own, a.String())
		}
		return "this machine has: " + strings.Join(append(own, "127.0.0.1"), ", ")
	}
	return ""
}

// addresses returns those of this machine by which others may reach it, those of IPv4 first.
func addresses() (all []netip.Addr) {
	own, _ := net.InterfaceAddrs() // none: it has no other than its loopback
	for _, a := range own {
		if p, err := netip.ParsePrefix(a.String()); err == nil && p.Addr().IsGlobalUnicast() {
			all = append(all, p.Addr())
		}
	}
	slices.SortStableFunc(all, func(a, b netip.Addr) int { return a.BitLen() - b.BitLen() })
	return all
}

// reachable returns an address by which a listener is reached that listens on at: if that is all of them,
// the one from which this machine sends to others. No packet is sent to find that out.
func reachable(at netip.Addr) netip.Addr {
	if !at.IsUnspecified() {
		return at
	}
	network, far := "udp4", "192.0.2.1:9" // RFC 5737: nobody has it
	if at.Is6() && !at.Is4In6() {
		network, far = "udp", "[2001:db8::1]:9" // RFC 3849
	}
	if c, err := net.Dial(network, far); err == nil {
		defer c.Close() //nolint:errcheck // nothing was sent
		if from, ok := c.LocalAddr().(*net.UDPAddr); ok {
			return from.AddrPort().Addr().Unmap()
		}
	}
	for _, a := range addresses() {
		if a.Is4() || at.Is6() {
			return a
		}
	}
	if at.Is4() {
		return netip.AddrFrom4([4]byte{127, 0, 0, 1})
	}
	return netip.IPv6Loopback()
}
