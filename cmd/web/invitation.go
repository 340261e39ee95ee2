package web

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"strings"
	"unicode/utf8"

	"wireladder/cmd/console"
	"wireladder/cmd/failure"
	"wireladder/cmd/room"
	"wireladder/render/html"
)

// Invitation is an address at which a page is to be served, and the links to it. Make one with Open; it
// is to be closed, unless it was served.
type Invitation struct {
	listener net.Listener
	name     string // the host that was asked for
	at       netip.AddrPort
	token    string
	served   html.Served
}

// Open listens on an address that has been checked.
func Open(ctx context.Context, address string) (*Invitation, error) {
	l, err := listen(ctx, address)
	if err != nil {
		return nil, err
	}
	bound := l.Addr().(*net.TCPAddr).AddrPort()
	i := &Invitation{listener: l, token: room.NewToken(), at: netip.AddrPortFrom(reachable(bound.Addr().Unmap()), bound.Port())}
	i.name, _, _ = split(address) // it has been checked
	i.served = html.Served{Room: room.NewToken(), Link: "http://" + i.host() + "/"}
	if i.at.Addr().IsLoopback() {
		i.served.Near = "This machine alone can open it."
	}
	i.served.Code, err = codeOf(i.served.Link)
	if err != nil {
		i.Close()
		return nil, failure.Of(err, "give an address in place of a name")
	}
	return i, nil
}

// host is the host of the links: the name that was asked for, or an address.
func (i *Invitation) host() string {
	if _, err := netip.ParseAddr(i.name); err == nil || i.name == "" {
		return i.at.String()
	}
	return net.JoinHostPort(i.name, fmt.Sprint(i.at.Port()))
}

// At returns the addresses at which connections to the page may come in.
func (i *Invitation) At() (all []netip.AddrPort) {
	bound := i.listener.Addr().(*net.TCPAddr).AddrPort()
	if !bound.Addr().IsUnspecified() {
		return []netip.AddrPort{netip.AddrPortFrom(bound.Addr().Unmap().WithZone(""), bound.Port())}
	}
	own, _ := net.InterfaceAddrs() // none: it has no network
	for _, a := range own {
		if p, err := netip.ParsePrefix(a.String()); err == nil {
			all = append(all, netip.AddrPortFrom(p.Addr().Unmap().WithZone(""), bound.Port()))
		}
	}
	return all
}

// Served returns what the page is to be told.
func (i *Invitation) Served() *html.Served { return &i.served }

// Close gives the address up.
func (i *Invitation) Close() { _ = i.listener.Close() }

// Ink is what a code is drawn with on the terminal.
type Ink struct{ Color, ASCII bool }

// Meet tells the links, and returns the meeting to which they lead when it is served: of a page of so many steps, or
// of what goes on.
func (i *Invitation) Meet(c *console.Console, page []byte, steps int, ink Ink) (*room.Meeting, error) {
	m, err := room.New(room.Options{
		Page: page, Policy: html.ServedPolicy(), Steps: steps, GoesOn: i.served.GoesOn, Token: i.token, Name: i.served.Room, Hosts: []string{i.host()},
	})
	if err != nil {
		return nil, failure.Of(err, "")
	}
	if _, err := fmt.Fprint(c.Stdout, i.links(c, ink)); err != nil {
		return nil, failure.Of(err, "")
	}
	i.warn(c)
	return m, nil
}

// Serve serves a meeting until the context ends, which is no error.
func (i *Invitation) Serve(ctx context.Context, m *room.Meeting) error {
	defer i.Close()
	return failure.Of(m.Serve(ctx, i.listener), "")
}

// links are what stdout is told; a terminal is shown the code as well, where there is room for it.
func (i *Invitation) links(c *console.Console, ink Ink) string {
	var b strings.Builder
	width, tty := console.Terminal(c.Stdout)
	if tty && !ink.ASCII && (width == 0 || width >= utf8.RuneCountInString(i.served.Code[0])) {
		b.WriteString(draw(i.served.Code, ink.Color))
	}
	fmt.Fprintf(&b, "follow:  %s\nlecture: %s#lecturer=%s\n", i.served.Link, i.served.Link, i.token)
	return b.String()
}

// warn says who can open the page, and how it ends.
func (i *Invitation) warn(c *console.Console) {
	if i.at.Addr().IsLoopback() {
		hint := "this machine alone can open it: --web=ADDRESS lets a room in"
		if own := addresses(); len(own) > 0 {
			hint += ", as --web=" + own[0].String()
		}
		console.Say(c.Stderr, "hint", hint+"; ^C ends it")
		return
	}
	console.Say(c.Stderr, "warning", fmt.Sprintf("whoever reaches %s can see this run, and answer questions; nothing is encrypted, so keep the lecture link to yourself, and off networks that you do not trust", i.at))
	console.Say(c.Stderr, "hint", "^C ends it")
}
