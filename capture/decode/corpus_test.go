package decode_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"wireladder/capture"
	"wireladder/capture/savefile"
)

// corpus is a folder of captures FILE, each with what tshark says of its TCP and
// UDP frames beside it in FILE.tshark.tsv. It is no part of the repository;
// where it is not there, the test has nothing to do.
func corpus() string {
	if folder := os.Getenv("CORPUS"); folder != "" {
		return folder
	}
	return filepath.Join("..", "..", "..", "shared", "corpus")
}

// knownDifferences are the frames that tshark reads otherwise, and why.
var knownDifferences = map[string]string{
	"PcapPlusPlus__Tests_ExamplesTest_pcap_examples_tcp-reassembly.pcap frame 66": "an sFlow datagram quotes seven sampled segments: for us it is one UDP datagram",
	"zeek__testing_btest_Traces_ipv4_fragmented-1.pcap frame 3":                   "fragments overlap: we refuse the datagram, tshark takes the last to come",
}

// TestDecodeCorpus compares protocol, ports, flags and length of each frame that
// tshark has a row for.
func TestDecodeCorpus(t *testing.T) {
	answers, err := filepath.Glob(filepath.Join(corpus(), "*.tshark.tsv"))
	if err != nil || answers == nil {
		t.Skip("no corpus here")
	}
	agree, frames := map[string]int{}, map[string]int{}
	for _, answer := range answers {
		name := strings.TrimSuffix(answer, ".tshark.tsv")
		packets := readPackets(t, name)
		for _, row := range readRows(t, answer) {
			place := filepath.Base(name) + " frame " + row["frame"]
			n, err := strconv.Atoi(row["frame"])
			if err != nil {
				t.Fatal(err)
			}
			p := packets[n]
			if p == nil {
				p = &capture.Packet{Problem: "not read from the file"}
			}
			ours, theirs := ourFields(p, row), theirFields(row)
			for field, want := range theirs {
				frames[field]++
				switch got := ours[field]; {
				case got == want:
					agree[field]++
				case field == "len" && strings.Contains(p.Problem, "UDP says"): // tshark has what the header says
					agree[field]++
				case knownDifferences[place] == "":
					t.Errorf("%s: %s is %q, tshark has %q (%s, %s) %q", place, field, got, want, row["damaged"], row["protocols"], p.Problem)
				}
			}
		}
	}
	for field, n := range frames {
		t.Logf("%-7s %7.3f %% of %d", field, 100*float64(agree[field])/float64(n), n)
	}
}

// theirFields returns what tshark says of a frame. Its fields have a value for
// each TCP or UDP header in the frame.
func theirFields(row map[string]string) map[string]string {
	fields := map[string]string{"proto": row["proto"], "srcport": row["srcport"], "dstport": row["dstport"]}
	if strings.Contains(row["protocols"], "icmp") {
		return fields // the rest is of the quoted packet
	}
	if row["len"] != "" { // tshark gives none to what it has no more than a part of
		fields["len"] = last(row["len"])
	}
	if flags, err := strconv.ParseUint(last(row["flags"]), 0, 16); err == nil {
		fields["flags"] = capture.Flags(flags & 0x1ff).String() // without the reserved bits
	}
	return fields
}

// ourFields returns the same of a packet.
func ourFields(p *capture.Packet, row map[string]string) map[string]string {
	length := p.PayloadLength
	if p.Proto == capture.UDP {
		length += 8 // tshark counts the header
	}
	own := capture.Endpoints{Proto: p.Proto, Src: p.Src, Dst: p.Dst}
	if own.Proto == capture.Undecoded && p.Src.Port() != 0 {
		own.Proto = map[string]capture.Protocol{"tcp": capture.TCP, "udp": capture.UDP}[row["proto"]]
	}
	all := append(slices.Clone(p.Outer), own, capture.Endpoints{Proto: p.ICMP.Quoted.Proto, Src: p.ICMP.Quoted.Src, Dst: p.ICMP.Quoted.Dst})
	fields := map[string]string{"len": strconv.Itoa(length)}
	fields["flags"] = p.TCP.Flags.String()
	var src, dst []string
	for _, e := range all {
		if e.Proto.String() == row["proto"] {
			fields["proto"] = row["proto"]
			src = append(src, strconv.Itoa(int(e.Src.Port())))
			dst = append(dst, strconv.Itoa(int(e.Dst.Port())))
		}
	}
	fields["srcport"], fields["dstport"] = strings.Join(src, ","), strings.Join(dst, ",")
	return fields
}

// last returns the value of the innermost header.
func last(values string) string { return values[strings.LastIndex(values, ",")+1:] }

// readPackets returns the packets of a capture file by their numbers, as far as
// it can be read.
func readPackets(t *testing.T, name string) map[int]*capture.Packet {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	r, err := savefile.NewReader(f)
	if err != nil {
		t.Logf("%s: %v", filepath.Base(name), err)
		return nil
	}
	packets := map[int]*capture.Packet{}
	e, err := r.Next()
	for ; err == nil; e, err = r.Next() {
		if e.Packet != nil {
			packets[e.Packet.Number] = e.Packet
		}
	}
	if !errors.Is(err, io.EOF) {
		t.Logf("%s: %v", filepath.Base(name), err)
	}
	return packets
}

// readRows returns tshark's rows on a file.
func readRows(t *testing.T, name string) []map[string]string {
	t.Helper()
	raw, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	r := csv.NewReader(bytes.NewReader(raw))
	r.Comma, r.LazyQuotes = '\t', true
	lines, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var rows []map[string]string
	for _, line := range lines[1:] {
		row := map[string]string{}
		for i, field := range lines[0] {
			row[field] = line[i]
		}
		rows = append(rows, row)
	}
	return rows
}
