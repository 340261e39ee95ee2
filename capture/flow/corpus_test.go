package flow

import (
	"bytes"
	"encoding/binary"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"wireladder/capture"
)

// The corpus is a folder of captures FILE, each with what tshark says of its
// TCP and UDP frames beside it in FILE.tshark.tsv. It is no part of the
// repository; where it is not there, this test has nothing to do.
func corpus() string {
	if folder := os.Getenv("CORPUS"); folder != "" {
		return folder
	}
	return filepath.Join("..", "..", "..", "shared", "corpus")
}

// atLeast is the agreement that has been reached, in percent. What is missing
// of the streams are two frames with a source route, whose last hop tshark takes
// for the destination.
var atLeast = map[string]float64{"stream": 99.9, "seq": 100, "ack": 100, "len": 100}

// TestCorpus compares streams, relative numbers and lengths with tshark's in
// every classic pcap file of the corpus whose frames can all be read.
func TestCorpus(t *testing.T) {
	answers, err := filepath.Glob(filepath.Join(corpus(), "*.tshark.tsv"))
	if err != nil || answers == nil {
		t.Skip("no corpus here")
	}
	total := agreement{}
	for _, answer := range answers {
		compareFile(t, strings.TrimSuffix(answer, ".tshark.tsv"), total)
	}
	for field, least := range atLeast {
		t.Logf("%-6s %6.2f %% of %d", field, total.percent(field), total[field].frames)
		if total.percent(field) < least {
			t.Errorf("%s: agrees in %d of %d frames", field, total[field].agree, total[field].frames)
		}
	}
}

// agreement counts, by field, in how many frames it was compared and equal.
type agreement map[string]struct{ agree, frames int }

func (a agreement) add(field string, equal bool) {
	n := a[field]
	n.frames++
	if equal {
		n.agree++
	}
	a[field] = n
}

func (a agreement) percent(field string) float64 {
	return 100 * float64(a[field].agree) / float64(max(a[field].frames, 1))
}

// compareFile adds the agreement of one file, if it is a classic pcap file that
// can be compared frame by frame: one frame not read moves all later streams.
func compareFile(t *testing.T, name string, total agreement) {
	t.Helper()
	rows, ours := readAnswer(t, name), observeFile(t, name)
	for frame, row := range rows {
		if frame > len(ours) || ours[frame-1].Packet.Proto.String() != row["proto"] {
			return
		}
	}
	for frame, row := range rows {
		compareFrame(t, fmt.Sprintf("%s: frame %d", filepath.Base(name), frame), ours[frame-1], row, total)
	}
}

// compareFrame adds the agreement of one frame. Numbers are compared as they
// wrap around in Wireshark.
func compareFrame(t *testing.T, place string, o Observation, row map[string]string, total agreement) {
	t.Helper()
	got := map[string]int64{"stream": int64(o.Conversation.Stream), "len": int64(o.Packet.PayloadLength)}
	if o.Packet.Proto == capture.UDP {
		got["len"] += 8 // tshark counts the header
	} else {
		got["seq"] = int64(uint32(o.Seq))
		if o.Packet.TCP.Flags.Has(capture.ACK) {
			got["ack"] = int64(uint32(o.Ack))
		}
	}
	for field, n := range got {
		equal := strconv.FormatInt(n, 10) == row[field]
		if !equal {
			t.Logf("%s: %s %d, tshark %s", place, field, n, row[field])
		}
		total.add(field, equal)
	}
}

// readAnswer returns tshark's rows on a file by frame, but none for a file that
// holds what is another test's matter: damaged frames, fragments, tunnels,
// errors that quote packets.
func readAnswer(t *testing.T, name string) map[int]map[string]string {
	t.Helper()
	raw, err := os.ReadFile(name + ".tshark.tsv")
	if err != nil {
		t.Fatal(err)
	}
	r := csv.NewReader(bytes.NewReader(raw))
	r.Comma, r.LazyQuotes = '\t', true
	lines, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	rows := map[int]map[string]string{}
	for _, line := range lines[1:] {
		row := map[string]string{}
		for i, field := range lines[0] {
			row[field] = line[i]
		}
		if row["damaged"] != "" || !plain(row) {
			return nil
		}
		frame, err := strconv.Atoi(row["frame"])
		if err != nil {
			t.Fatal(err)
		}
		rows[frame] = row
	}
	return rows
}

// plain reports whether a frame is one IP packet with TCP or UDP in it.
func plain(row map[string]string) bool {
	layers := ":" + row["protocols"] + ":"
	return !strings.Contains(row["stream"]+row["srcport"], ",") && !strings.Contains(layers, ":icmp") &&
		strings.Count(layers, ":ip:")+strings.Count(layers, ":ipv6:") == 1
}

// observeFile decodes and observes the frames of a classic pcap file.
func observeFile(t *testing.T, name string) []Observation {
	t.Helper()
	raw, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var all []Observation
	tracker, decoder := NewTracker(), capture.NewDecoder()
	err = frames(bytes.NewReader(raw), func(p *capture.Packet) {
		decoder.Decode(p)
		all = append(all, tracker.Observe(p))
	})
	if err != nil && !errors.Is(err, errNotClassic) {
		t.Logf("%s: after frame %d: %v", filepath.Base(name), len(all), err)
	}
	return all
}

// errNotClassic says that a file is no classic pcap file.
var errNotClassic = errors.New("not a classic pcap file")

// frames reads a classic pcap file (draft-ietf-opsawg-pcap), no more of it than
// this test needs.
func frames(r io.Reader, each func(*capture.Packet)) error {
	var header [24]byte
	if _, err := io.ReadFull(r, header[:]); err != nil {
		return errNotClassic
	}
	order := byteOrder(header[:4])
	if order == nil {
		return errNotClassic
	}
	link := capture.LinkType(order.Uint32(header[20:]))
	for {
		var record [16]byte
		if _, err := io.ReadFull(r, record[:]); err != nil {
			return nil
		}
		length := order.Uint32(record[8:])
		if length > 1<<20 {
			return fmt.Errorf("a frame of %d octets", length)
		}
		p := &capture.Packet{Link: link, Data: make([]byte, length), Length: int(order.Uint32(record[12:]))}
		if _, err := io.ReadFull(r, p.Data); err != nil {
			return err
		}
		each(p)
	}
}

// byteOrder returns the byte order that a classic pcap file begins with.
func byteOrder(magic []byte) binary.ByteOrder {
	for _, order := range []binary.ByteOrder{binary.LittleEndian, binary.BigEndian} {
		if n := order.Uint32(magic); n == 0xa1b2c3d4 || n == 0xa1b23c4d {
			return order
		}
	}
	return nil
}
