package pcapng

import (
	"fmt"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"wireladder/capture"
)

// snapshotMark is the field by which a journal entry is known as a snapshot: its
// time.
const snapshotMark = ownPrefix + "SNAPSHOT"

// snapshotFields are all parts of a snapshot.
var snapshotFields = []journalField[capture.Snapshot]{
	timeField(snapshotMark, func(s *capture.Snapshot) *time.Time { return &s.Time }),
	stringField(ownPrefix+"HOST", func(s *capture.Snapshot) *string { return &s.Host }),
	field(ownPrefix+"SOCKETS", func(s *capture.Snapshot) *[]capture.KernelSocket { return &s.Sockets }, formatSockets, parseSockets),
}

// parseSnapshot returns the snapshot that a journal entry holds.
func parseSnapshot(entry []byte) (*capture.Snapshot, error) {
	s := new(capture.Snapshot)
	return s, parseEntry(entry, s, snapshotFields, "snapshot")
}

// The sockets of a snapshot stand in one field, one behind the other.
const (
	socketSeparator = "; "
	socketParts     = 7
	nothing         = "-" // for a part that a socket does not have
)

// formatSockets writes sockets as ss(8) would: protocol, state, queues, addresses,
// and the inode.
func formatSockets(sockets []capture.KernelSocket) string {
	all := make([]string, len(sockets))
	for i, k := range sockets {
		state, local, remote := k.State, formatAddress(k.Local), formatAddress(k.Remote)
		for _, part := range []*string{&state, &local, &remote} {
			if *part == "" {
				*part = nothing
			}
		}
		all[i] = fmt.Sprintf("%v %s %d %d %s %s %d", k.Proto, state, k.RecvQueue, k.SendQueue, local, remote, k.Inode)
	}
	return strings.Join(all, socketSeparator)
}

func parseSockets(s string) ([]capture.KernelSocket, error) {
	var sockets []capture.KernelSocket
	for one := range strings.SplitSeq(s, socketSeparator) {
		k, err := parseSocket(strings.Split(one, " "))
		if err != nil {
			return nil, err
		}
		sockets = append(sockets, k)
	}
	return sockets, nil
}

// parseSocket reads one socket by its parts.
func parseSocket(parts []string) (k capture.KernelSocket, err error) {
	if len(parts) != socketParts {
		return k, fmt.Errorf("a socket of %d parts", len(parts))
	}
	errs := make([]error, socketParts-1)
	if parts[1] != nothing {
		k.State = parts[1]
	}
	k.Proto, errs[0] = parseProtocol(parts[0])
	k.RecvQueue, errs[1] = parseQueue(parts[2])
	k.SendQueue, errs[2] = parseQueue(parts[3])
	k.Local, errs[3] = parseAddress(parts[4])
	k.Remote, errs[4] = parseAddress(parts[5])
	inode, inodeErr := strconv.ParseUint(parts[6], 10, 32)
	k.Inode, errs[5] = uint32(inode), inodeErr
	for _, err := range errs {
		if err != nil {
			return k, err
		}
	}
	return k, nil
}

// parseQueue reads the length of a queue. Whoever draws one counts on its being no
// less than nothing.
func parseQueue(s string) (int, error) {
	n, err := strconv.ParseUint(s, 10, 31)
	return int(n), err
}

// parseAddress reads an address, or none.
func parseAddress(s string) (netip.AddrPort, error) {
	if s == nothing {
		return netip.AddrPort{}, nil
	}
	return netip.ParseAddrPort(s)
}
