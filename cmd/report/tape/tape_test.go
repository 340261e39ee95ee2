package tape

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/savefile"
)

// packets returns frames of 1000 octets.
func packets(n int) (all []*capture.Packet) {
	for i := range n {
		data := bytes.Repeat([]byte{byte(i)}, 1000)
		all = append(all, &capture.Packet{Number: i + 1, Time: time.Unix(1_700_000_000, int64(i)*1000), Link: capture.LinkEthernet, Data: data, Length: 1000})
	}
	return all
}

// readable returns how many packets a file has, which must be good to its last octet.
func readable(t *testing.T, name string) (n int) {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close() //nolint:errcheck // only read
	r, err := savefile.NewReader(f)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	for {
		e, err := r.Next()
		if errors.Is(err, io.EOF) {
			return n
		}
		if err != nil {
			t.Fatalf("%s: behind %d packets: %v", name, n, err)
		}
		if e.Packet != nil {
			n++
		}
	}
}

// opened begins a tape in a folder of its own.
func opened(t *testing.T, o Options) *Tape {
	t.Helper()
	o.Link = capture.LinkEthernet
	made, err := Open(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = made.files.close() })
	return made
}

// A file is in its place from the beginning, with a name that nobody has to guess, and at no time is a
// part of a packet in it.
func TestTapeIsGoodAtAnyTime(t *testing.T) {
	for _, format := range []savefile.Format{savefile.Pcapng, savefile.Pcap} {
		name := filepath.Join(t.TempDir(), "run")
		if err := os.WriteFile(name, []byte("what was there"), 0o600); err != nil {
			t.Fatal(err)
		}
		one := opened(t, Options{Name: name, Format: format})
		if n := readable(t, name); n != 0 {
			t.Errorf("%v: %d packets at first", format, n)
		}
		seen := 0
		for i, p := range packets(1000) {
			if err := one.Packet(p); err != nil {
				t.Fatal(err)
			}
			if i%50 == 0 {
				n := readable(t, name)
				if n < seen || n > i+1 {
					t.Fatalf("%v: %d packets of %d, and %d before", format, n, i+1, seen)
				}
				seen = n
			}
		}
		if seen == 0 {
			t.Errorf("%v: nothing is written before the end", format)
		}
		if err := one.Flush(); err != nil || readable(t, name) != 1000 {
			t.Errorf("%v: %d packets are there: %v", format, readable(t, name), err)
		}
		if err := one.Close(capture.Drops{Received: 1000}); err != nil || readable(t, name) != 1000 {
			t.Errorf("%v: %d packets at the end: %v", format, readable(t, name), err)
		}
		if all, _ := filepath.Glob(name + "*"); len(all) != 1 {
			t.Errorf("%v: files %q", format, all)
		}
	}
}

// A ring has the newest packets, in whole files, and nothing of an earlier ring is lost.
func TestRing(t *testing.T) {
	folder := t.TempDir()
	earlier := filepath.Join(folder, "run-2.pcapng")
	for _, name := range []string{earlier, filepath.Join(folder, "run-x.pcapng"), filepath.Join(folder, "run-99.txt")} {
		if err := os.WriteFile(name, []byte("somebody's"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	one := opened(t, Options{Name: filepath.Join(folder, "run.pcapng"), Format: savefile.Pcapng, Ring: Rotation{Files: 3, Size: 64_000}})
	for _, p := range packets(1000) {
		if err := one.Packet(p); err != nil {
			t.Fatal(err)
		}
	}
	if err := one.Close(capture.Drops{}); err != nil {
		t.Fatal(err)
	}
	all, total := one.Names(), 0
	for _, name := range all {
		n := readable(t, name)
		total += n
	}
	if len(all) != 3 || total < 2*60 || total > 3*64 {
		t.Errorf("%d packets in %q", total, all)
	}
	if got, err := os.ReadFile(earlier); err != nil || string(got) != "somebody's" {
		t.Errorf("the earlier file is %q, %v", got, err)
	}
	there, _ := filepath.Glob(filepath.Join(folder, "run-*.pcapng"))
	if slices.Contains(there, filepath.Join(folder, "run-3.pcapng")) || len(there) != 5 {
		t.Errorf("there are %q", there)
	}
}

// failing is a stdout that takes so many octets.
type failing struct{ room int }

func (f *failing) Write(p []byte) (int, error) {
	if f.room -= len(p); f.room < 0 {
		return 0, os.ErrClosed
	}
	return len(p), nil
}

// What has failed goes on failing.
func TestTapeFails(t *testing.T) {
	if _, err := Open(Options{Name: filepath.Join(t.TempDir(), "no", "folder"), Format: savefile.Pcapng}); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("without a folder: %v", err)
	}
	one := opened(t, Options{Name: "-", Format: savefile.Pcapng, Stdout: &failing{10_000}})
	for _, p := range packets(20) {
		_ = one.Packet(p)
	}
	if err := one.Flush(); !errors.Is(err, os.ErrClosed) {
		t.Errorf("Flush: %v", err)
	}
	if err := errors.Join(one.Packet(packets(1)[0]), one.Close(capture.Drops{})); !errors.Is(err, os.ErrClosed) {
		t.Errorf("at last: %v", err)
	}
}

// full is a file on a disk that has room for so many octets.
type full struct {
	room int
	data []byte
}

func (f *full) Write(p []byte) (int, error) {
	n := min(len(p), f.room-len(f.data))
	f.data = append(f.data, p[:n]...)
	if n < len(p) {
		return n, syscall.ENOSPC
	}
	return n, nil
}

func (f *full) Truncate(size int64) error {
	f.data = f.data[:size]
	return nil
}

// A disk that is full leaves a file without a part of a packet in it, whatever the room.
func TestFullDisk(t *testing.T) {
	for room := 3000; room < 6000; room += 100 {
		disk := &full{room: room}
		b := &blocks{to: disk}
		w, err := savefile.NewWriter(b, savefile.Pcapng, capture.Origin{}, capture.LinkEthernet)
		if err != nil {
			t.Fatal(err)
		}
		for i, p := range packets(10) {
			if err = w.Write(capture.Entry{Packet: p}); err != nil {
				t.Fatal(err)
			}
			if i%3 == 2 && err == nil { // some at once, and some before
				if err = b.flush(); err != nil {
					break
				}
			}
		}
		if !errors.Is(err, syscall.ENOSPC) {
			t.Fatalf("room for %d octets: %v", room, err)
		}
		name := filepath.Join(t.TempDir(), "run.pcapng")
		if err := os.WriteFile(name, disk.data, 0o600); err != nil {
			t.Fatal(err)
		}
		if n, want := readable(t, name), (room-200)/1050; n < want-1 || n > want+1 {
			t.Errorf("room for %d octets: %d packets, about %d have room", room, n, want)
		}
	}
}

// What a capture has lost is known at its end: no file of a ring says before that it was nothing.
func TestRingHasStatisticsAtItsEnd(t *testing.T) {
	one := opened(t, Options{Name: filepath.Join(t.TempDir(), "run.pcapng"), Format: savefile.Pcapng, Ring: Rotation{Files: 9, Size: 64_000}})
	for _, p := range packets(100) {
		if err := one.Packet(p); err != nil {
			t.Fatal(err)
		}
	}
	if err := one.Close(capture.Drops{Received: 100, Kernel: 7}); err != nil {
		t.Fatal(err)
	}
	statistics := []byte{5, 0, 0, 0} // the type of their block, pcapng draft, section 4.6
	for i, name := range one.Names() {
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		has := false
		for at := 0; at+8 <= len(content); at += int(binary.LittleEndian.Uint32(content[at+4:])) {
			has = has || bytes.HasPrefix(content[at:], statistics)
		}
		if last := i == len(one.Names())-1; has != last {
			t.Errorf("%q, file %d of %d: statistics: %v", name, i+1, len(one.Names()), has)
		}
	}
}

func TestParseRing(t *testing.T) {
	for said, want := range map[string]Rotation{
		"": {}, "5x10MB": {5, 10e6}, "2×100k": {2, 100e3}, "1x1G": {1, 1e9}, "3*70000": {3, 70000}, "10x64MB": {10, 64e6}, "5X1mb": {5, 1e6}, "5x64kB": {5, 64e3},
	} {
		if got, err := ParseRing(said); err != nil || got != want {
			t.Errorf("%q: %v, %v", said, got, err)
		}
	}
	for _, said := range []string{"5", "x", "0x10MB", "5x", "5x10TB", "10x64MiB", "-1x10MB", "5x10MB ", strings.Repeat("9", 30) + "x1M", "5x" + strings.Repeat("9", 30)} {
		if got, err := ParseRing(said); !errors.Is(err, ErrRing) {
			t.Errorf("%q: %v, %v", said, got, err)
		}
	}
	for _, said := range []string{"5x1k", "1x63999"} {
		if got, err := ParseRing(said); !errors.Is(err, ErrRingSize) {
			t.Errorf("%q: %v, %v", said, got, err)
		}
	}
}
