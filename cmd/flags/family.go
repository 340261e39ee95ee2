package flags

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"slices"

	"github.com/spf13/pflag"

	"wireladder/cmd/failure"
)

// FamilyOptions say which addresses of a host are wanted.
type FamilyOptions struct {
	IPv4, IPv6 bool // only these; both false: IPv4 where there is one, as in the textbook
}

// AddFlags adds the flags.
func (o *FamilyOptions) AddFlags(f *pflag.FlagSet) {
	f.BoolVarP(&o.IPv4, "ipv4", "4", false, "IPv4 only")
	f.BoolVarP(&o.IPv6, "ipv6", "6", false, "IPv6 only")
}

// Check refuses what can't both be.
func (o FamilyOptions) Check() error {
	if o.IPv4 && o.IPv6 {
		return failure.Misused("leave one of them out", "-4 and -6 exclude each other")
	}
	return nil
}

// Resolve returns an address of the host, which is a name or an address itself.
func (o FamilyOptions) Resolve(ctx context.Context, host string) (netip.Addr, error) {
	found, err := lookup(ctx, host)
	if err != nil {
		return netip.Addr{}, unresolved(host, err)
	}
	return o.choose(host, found)
}

// lookup returns the addresses of a host.
func lookup(ctx context.Context, host string) ([]netip.Addr, error) {
	if addr, err := netip.ParseAddr(host); err == nil {
		return []netip.Addr{addr}, nil
	}
	return net.DefaultResolver.LookupNetIP(ctx, "ip", host)
}

// choose returns the address that the user wants; of several the first IPv4 one.
func (o FamilyOptions) choose(host string, found []netip.Addr) (netip.Addr, error) {
	wanted := slices.DeleteFunc(slices.Clone(found), func(a netip.Addr) bool {
		return o.IPv4 && !a.Unmap().Is4() || o.IPv6 && a.Unmap().Is4()
	})
	if len(wanted) == 0 {
		return netip.Addr{}, failure.Of(fmt.Errorf("%q has no address of that kind, only %v", host, found), "leave out -4 and -6")
	}
	for _, a := range wanted {
		if a.Unmap().Is4() {
			return a.Unmap(), nil
		}
	}
	if zone := wanted[0].Zone(); zone != "" {
		return netip.Addr{}, failure.Misused("use an address without one", "addresses with a zone, as %q, are not supported", wanted[0])
	}
	return wanted[0], nil
}

// unresolved explains why a name has no address.
func unresolved(host string, err error) error {
	var dns *net.DNSError
	switch {
	case errors.Is(err, context.Canceled):
		return failure.Of(errors.New("interrupted"), "")
	case errors.As(err, &dns) && dns.IsNotFound:
		return failure.Of(fmt.Errorf("no such host: %q", host), "check the name, or give the address itself")
	case errors.As(err, &dns) && dns.IsTimeout:
		return failure.Of(fmt.Errorf("no name server answers for %q", host), "give the address itself")
	case errors.As(err, &dns):
		return failure.Of(fmt.Errorf("no name server knows the address of %q", host), "check /etc/resolv.conf, or give the address itself")
	}
	return failure.Of(fmt.Errorf("looking up %q: %w", host, err), "give the address itself")
}
