package cmd_test

import (
	"errors"
	"io"
	"net/netip"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"wireladder/capture"
	"wireladder/capture/frametest"
	"wireladder/capture/runtest"
	"wireladder/capture/savefile"
)

// split writes what captures at both ends would have of the recording of a scenario: its name,
// two files, by how much the server's clock is ahead, and how many millionths faster it is.
func split(ts *testscript.TestScript, _ bool, args []string) {
	f, err := os.Open("testdata/scenarios/" + args[0] + ".pcapng.gz")
	ts.Check(err)
	defer f.Close() //nolint:errcheck // only read
	r, err := savefile.NewReader(f)
	ts.Check(err)
	var rec capture.Recording
	for err == nil {
		var e capture.Entry
		if e, err = r.Next(); err == nil {
			rec.Entries = append(rec.Entries, e)
		}
	}
	if !errors.Is(err, io.EOF) {
		ts.Check(err)
	}
	offset, err := time.ParseDuration(args[3])
	ts.Check(err)
	drift, err := strconv.ParseFloat(args[4], 64)
	ts.Check(err)
	client, server := runtest.Split(&rec, offset, drift)
	for i, packets := range [][]capture.Packet{client, server} {
		ts.Check(savePackets(ts.MkAbs(args[1+i]), packets))
	}
}

// nat changes addresses of a capture as a NAT does: a file, and "from=to" of each address, with a
// port or without.
func nat(ts *testscript.TestScript, _ bool, args []string) {
	name := ts.MkAbs(args[0])
	f, err := os.Open(name)
	ts.Check(err)
	r, err := savefile.NewReader(f)
	ts.Check(err)
	var nats []frametest.NAT
	for _, arg := range args[1:] {
		from, to, _ := strings.Cut(arg, "=")
		nats = append(nats, frametest.NAT{From: endpointOf(from), To: endpointOf(to)})
	}
	var packets []capture.Packet
	for {
		e, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		ts.Check(err)
		frametest.Translate(e.Packet.Data, nats...)
		packets = append(packets, *e.Packet)
	}
	ts.Check(f.Close())
	ts.Check(savePackets(name, packets))
}

// endpointOf reads an address and a port; of an address alone the port is 0.
func endpointOf(s string) netip.AddrPort {
	if a, err := netip.ParseAddrPort(s); err == nil {
		return a
	}
	return netip.AddrPortFrom(netip.MustParseAddr(s), 0)
}

// savePackets writes a pcap file.
func savePackets(name string, packets []capture.Packet) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	w, err := savefile.NewWriter(f, savefile.Pcap, capture.Origin{}, packets[0].Link)
	for i := 0; err == nil && i < len(packets); i++ {
		err = w.Write(capture.Entry{Packet: &packets[i]})
	}
	if err == nil {
		err = w.Close(capture.Drops{})
	}
	return errors.Join(err, f.Close())
}
