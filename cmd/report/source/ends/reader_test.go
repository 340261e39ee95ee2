package ends

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/joint"
	"wireladder/capture/pairing"
	"wireladder/capture/runtest"
	"wireladder/capture/savefile"
)

// recording reads a recording of a scenario.
func recording(t testing.TB, name string) *capture.Recording {
	t.Helper()
	f, err := os.Open(filepath.Join("../../../testdata/scenarios", name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close() //nolint:errcheck // only read
	r, err := savefile.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	rec := &capture.Recording{Origin: r.Origin()}
	for {
		e, err := r.Next()
		if errors.Is(err, io.EOF) {
			return rec
		}
		if err != nil {
			t.Fatal(err)
		}
		rec.Entries = append(rec.Entries, e)
	}
}

// save writes a capture, and returns its name.
func save(t testing.TB, folder, name string, packets []capture.Packet) string {
	t.Helper()
	name = filepath.Join(folder, name)
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	w, err := savefile.NewWriter(f, savefile.Pcap, capture.Origin{}, packets[0].Link)
	if err != nil {
		t.Fatal(err)
	}
	for i := range packets {
		if err := w.Write(capture.Entry{Packet: &packets[i]}); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(w.Close(capture.Drops{}), f.Close()); err != nil {
		t.Fatal(err)
	}
	return name
}

// fates are what became of the packets with the same octets, in their order.
type fates map[string][]string

// fatesOf returns what a recording says of its packets: L of one that is lost, an A for
// each arrival, ? where nobody knows.
func fatesOf(entries []capture.Entry) fates {
	all, of, place := fates{}, map[int]string{}, map[int]int{}
	for _, e := range entries {
		switch d := e.Delivery; {
		case e.Packet != nil:
			key := string(e.Packet.Data)
			of[e.Packet.Number], place[e.Packet.Number] = key, len(all[key])
			all[key] = append(all[key], "")
		case d != nil:
			said := "A"
			if d.Lost {
				said = "L"
			} else if d.Unseen.HidesArrival() {
				said = "?"
			}
			all[of[d.Packet.Number]][place[d.Packet.Number]] += said
		}
	}
	return all
}

// read returns all entries of two files.
func read(t testing.TB, names [2]string) ([]capture.Entry, *joint.Captures) {
	t.Helper()
	r, err := Open(t.Context(), names, nil, false)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close() //nolint:errcheck // only read
	var all []capture.Entry
	for {
		p := make([]capture.Packet, 1)
		n, other, err := r.ScanMany(p)
		switch {
		case errors.Is(err, io.EOF):
			return all, r.Origin().Joint
		case err != nil:
			t.Fatal(err)
		case n == 1:
			p[0].Data = append([]byte(nil), p[0].Data...)
			all = append(all, capture.Entry{Packet: &p[0]})
		case other != nil:
			all = append(all, *other)
		}
	}
}

// Real runs between two hosts, of which the wire has told what became of each packet, are
// split into the captures of both ends: read together, these tell the same.
func TestRealRuns(t *testing.T) {
	t.Parallel()
	for i, name := range []string{
		"close-crossing", "contrast-loss", "data-loss", "fast-retransmit", "fin-loss", "syn-loss", "synack-loss", "time-wait",
		"udp-duplicate", "udp-loss", "udp-reorder",
	} {
		rec := recording(t, name+".pcapng.gz")
		for j, offset := range []time.Duration{0, 3250 * time.Millisecond, -2 * time.Hour} {
			drift := []float64{0, 50, -50}[(i+j)%3]
			client, server := runtest.Split(rec, offset, drift)
			folder := t.TempDir()
			names := [2]string{save(t, folder, "client.pcap", client), save(t, folder, "server.pcap", server)}
			if (i+j)%2 == 1 {
				names[0], names[1] = names[1], names[0]
			}
			got, account := read(t, names)
			compare(t, name, fatesOf(rec.Entries), fatesOf(got))
			truth := offset + time.Duration(drift*1e-6*float64(account.Clock.At.Sub(rec.Packets()[0].Time)))
			if off := (account.Clock.Offset - truth).Abs(); !account.Clock.OneWay && off > account.Clock.Error+5*time.Microsecond {
				t.Errorf("%s: offset %v ± %v, in truth %v", name, account.Clock.Offset, account.Clock.Error, truth)
			}
		}
	}
}

// compare compares fates. Of packets before the first and behind the last of the other
// capture nobody knows anything.
func compare(t *testing.T, name string, want, got fates) {
	t.Helper()
	for key, all := range want {
		if len(got[key]) != len(all) {
			t.Errorf("%s: %d packets of %d", name, len(got[key]), len(all))
			continue
		}
		for i := range all {
			if got[key][i] != all[i] && got[key][i] != "?" {
				t.Errorf("%s: %q, and in truth %q", name, got[key][i], all[i])
			}
			if got[key][i] == "?" {
				t.Logf("%s: nobody knows of one that is %q", name, all[i])
			}
		}
	}
}

// What is no pair is said.
func TestNoPair(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	one, _ := runtest.Split(recording(t, "data-loss.pcapng.gz"), 0, 0)
	_, two := runtest.Split(recording(t, "synack-loss.pcapng.gz"), 0, 0)
	a, b := save(t, folder, "one.pcap", one), save(t, folder, "two.pcap", two)
	empty := filepath.Join(folder, "empty.pcap")
	if err := os.WriteFile(empty, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		names [2]string
		err   error
		said  string
	}{
		{[2]string{a, b}, pairing.ErrNoPair, "are no pair: no packet is in both"},
		{[2]string{a, a}, pairing.ErrSamePlace, "captured at the same place"},
		{[2]string{a, empty}, savefile.ErrFormat, "empty"},
		{[2]string{a, "../../../testdata/scenarios/data-loss.pcapng.gz"}, ErrJoined, "both ends"},
		{[2]string{a, folder + "/none"}, os.ErrNotExist, "none"},
	} {
		_, err := Open(t.Context(), c.names, nil, false)
		if !errors.Is(err, c.err) || !strings.Contains(err.Error(), c.said) {
			t.Errorf("%v: %v", c.names, err)
		}
	}
}
