package titles

import (
	"fmt"
	"net/netip"

	"wireladder/capture/joint"
	"wireladder/render/quantity"
)

// mostRenamed is of how many addresses it is said what the other capture calls them.
const mostRenamed = 4

// renaming is an endpoint that has another name in the server's capture, or an address that has one while
// its ports stay as they are; with the conversations that it is an end of.
type renaming struct {
	client, server netip.AddrPort
	address        bool // client and server are addresses: their ports are 0
	of             []*joint.Translation
}

// translated says which addresses are translated between two captures, and on what that rests.
func translated(all []joint.Translation) (notes []string) {
	renamed := renamings(all)
	if len(renamed) == 0 {
		return nil
	}
	for i, r := range renamed {
		if i == mostRenamed {
			notes = append(notes, fmt.Sprintf("And %d more addresses and ports have other names there.", len(renamed)-i))
			break
		}
		notes = append(notes, r.said())
	}
	return append(notes, "Addresses are translated between the two captures (NAT): they are told as the client's capture has them.")
}

// renamings returns the endpoints that have two names, in the order of the conversations.
func renamings(all []joint.Translation) (found []*renaming) {
	known := map[renamed]*renaming{}
	for i := range all {
		for end := range all[i].Client {
			key := renamed{all[i].Client[end], all[i].Server[end], false}
			switch {
			case key.client == key.server:
				continue
			case key.client.Port() == key.server.Port():
				key = renamed{netip.AddrPortFrom(key.client.Addr(), 0), netip.AddrPortFrom(key.server.Addr(), 0), true}
			}
			if known[key] == nil {
				known[key] = &renaming{client: key.client, server: key.server, address: key.address}
				found = append(found, known[key])
			}
			known[key].of = append(known[key].of, &all[i])
		}
	}
	return found
}

// renamed is a name and another one.
type renamed struct {
	client, server netip.AddrPort
	address        bool
}

// said says what an endpoint is called in the other capture, and how that is known.
func (r *renaming) said() string {
	if r.address {
		return fmt.Sprintf("%s is %s in the server's capture, with the same ports: %s.", r.client.Addr(), r.server.Addr(), r.evidence())
	}
	return fmt.Sprintf("%s is %s in the server's capture: %s.", r.client, r.server, r.evidence())
}

// evidence says by what conversations are known to be the same in both captures.
func (r *renaming) evidence() string {
	connections, opened, pairs, segments := 0, 0, 0, 0
	for _, t := range r.of {
		if pairs += t.Pairs; t.Proto != "tcp" {
			continue
		}
		connections++
		segments += t.Pairs
		if t.Opened {
			opened++
		}
	}
	same := quantity.Count(int64(pairs), "packet") + " that both hold"
	switch {
	case connections == 0:
		return "the same bytes, in " + same
	case segments < pairs:
		return "the same sequence numbers and bytes, in " + same
	case opened < connections:
		return "the same sequence numbers, in " + same
	case connections == 1:
		return "the same connection, with the same initial sequence number, and " + same
	}
	return fmt.Sprintf("the same %d connections, with the same initial sequence numbers, and %s", connections, same)
}
