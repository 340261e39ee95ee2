package watch

import (
	"context"
	"net/netip"
	"slices"

	"wireladder/capture"
	"wireladder/cmd/console"
	"wireladder/cmd/web"
	"wireladder/cmd/web/ongoing"
)

// mostOnPage is how many packets a page shows: all who look at it are sent them again and again.
const mostOnPage = 300

// newPage serves a page until the context ends, or what it returns is called.
func newPage(ctx context.Context, c *console.Console, o *options, n *newest, at *web.Invitation) (leave func() error, err error) {
	at.Served().GoesOn = true
	d, _ := n.tail.Picture(false)
	if d.Heading() == "" && len(d.About) > 0 { // nothing has come yet that could name the page
		d.Title, d.About = d.About[0], d.About[1:]
	}
	page, err := ongoing.Serve(ctx, c, &o.Picture, d, at)
	if err != nil {
		return nil, err
	}
	n.place = page
	return page.Leave, nil
}

// without returns what tells whether a packet belongs to what others say belongs, and is none of a page that is
// served at these addresses: each picture that is sent would make for another. nil: all belongs.
func without(page []netip.AddrPort, belongs func(*capture.Packet) bool) func(*capture.Packet) bool {
	return func(p *capture.Packet) bool {
		if p.Proto == capture.TCP && (slices.Contains(page, p.Src) || slices.Contains(page, p.Dst)) {
			return false
		}
		return belongs == nil || belongs(p)
	}
}
