package pcapng

import (
	"bytes"
	"errors"
	"io"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"wireladder/capture"
)

// open makes a Reader of a handmade file, fed octet by octet.
func open(t *testing.T, data []byte) *Reader {
	t.Helper()
	r, err := NewReader(iotest.OneByteReader(bytes.NewReader(data)))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestReaderPacketBlocks(t *testing.T) {
	inBothOrders(t, func(t *testing.T, h *handmade) {
		h.section().iface(1, 4, uint16(2), uint16(3), []byte("lo0"), uint32(0))
		h.packet(0, 1_500_000, "enhanced", uint16(1), uint16(5), []byte("first"), uint16(1), uint16(0), uint16(1), uint16(6), []byte("second"), uint16(1), uint16(0), uint32(0))
		h.block(blockSimple, uint32(9), []byte("simp"))
		h.block(blockPacket, uint16(0), uint16(7), uint32(0), uint32(2_000_000), uint32(3), uint32(60), []byte("old"))
		r := open(t, h.data)
		if got := r.Origin().Interface; got != "lo0" {
			t.Errorf("interface %q before the first packet", got)
		}
		entries, err := readAll(t, r)
		if err != nil || len(entries) != 3 {
			t.Fatalf("%d entries, %v", len(entries), err)
		}
		want := []capture.Packet{
			{Number: 1, Time: time.Unix(1, 5e8), Data: []byte("enhanced"), Length: 8, Comment: "first\nsecond", Options: []byte("\x01\x00\x05\x00first\x00\x00\x00" + "\x01\x00\x00\x00" + "\x01\x00\x06\x00second\x00\x00" + "\x01\x00\x00\x00")},
			{Number: 2, Data: []byte("simp"), Length: 9},
			{Number: 3, Time: time.Unix(2, 0), Data: []byte("old"), Length: 60},
		}
		for i := range want {
			want[i].Link = capture.LinkEthernet
			samePacket(t, entries[i].Packet, &want[i])
		}
	})
}

func TestReaderTimestamps(t *testing.T) {
	tests := []struct {
		name       string
		resolution byte
		offset     uint64
		stamp      uint64
		want       time.Time
	}{
		{"seconds", 0, 0, 7, time.Unix(7, 0)},
		{"nanoseconds", 9, 0, 1_700_000_000_123_456_789, time.Unix(1_700_000_000, 123_456_789)},
		{"finest of ten", 19, 0, 15_000_000_000_000_000_000, time.Unix(1, 5e8)},
		{"power of two", 0x80 | 8, 0, 0x1_80, time.Unix(1, 5e8)},
		{"finest of two", 0x80 | 63, 0, 1<<63 | 1<<62, time.Unix(1, 5e8)},
		{"finer than ten can", 20, 7, 15_000_000_000_000_000_000, time.Unix(7, 15e7)},
		{"finer than two can", 0x80 | 64, 7, 1<<63 | 1<<62, time.Unix(7, 75e7)},
		{"absurd of ten", 0x7f, 7, 1<<63 | 1<<62, time.Unix(7, 0)},
		{"absurd of two", 0xff, 7, 1<<63 | 1<<62, time.Unix(7, 0)},
		{"offset", 6, 1000, 1, time.Unix(1000, 1000)},
		{"negative offset", 6, ^uint64(0), 5_000_000, time.Unix(4, 0)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			inBothOrders(t, func(t *testing.T, h *handmade) {
				h.section().iface(1, 0, uint16(9), uint16(1), []byte{tt.resolution}, uint16(14), uint16(8), tt.offset)
				entries, err := readAll(t, open(t, h.packet(0, tt.stamp, "x").data))
				if err != nil {
					t.Fatal(err)
				}
				if got := entries[0].Packet.Time; !got.Equal(tt.want) {
					t.Errorf("got %v, want %v", got.UTC(), tt.want.UTC())
				}
			})
		})
	}
}

// TestReaderPassesOverOptions reads an interface with options that Wireshark
// does not take: of the wrong length, and said again.
func TestReaderPassesOverOptions(t *testing.T) {
	inBothOrders(t, func(t *testing.T, h *handmade) {
		h.section().iface(1, 0,
			uint16(9), uint16(2), []byte{9, 9}, uint16(9), uint16(0), uint16(14), uint16(4), uint32(99),
			uint16(9), uint16(1), []byte{9}, uint16(9), uint16(1), []byte{0},
			uint16(0), uint16(0), uint16(14), uint16(8), uint64(99)) // after the end of the options
		h.block(blockStatistics, uint32(7), uint64(0))
		h.block(blockStatistics, uint32(0), uint64(0), uint16(7), uint16(4), uint32(3))
		r := open(t, h.packet(0, 1_000_000_001, "x").data)
		entries, err := readAll(t, r)
		if err != nil || len(entries) != 1 {
			t.Fatalf("%d entries, %v", len(entries), err)
		}
		if got, want := entries[0].Packet.Time, time.Unix(1, 1); !got.Equal(want) {
			t.Errorf("got %v, want %v", got, want)
		}
		if got := r.Drops(); got != (capture.Drops{}) {
			t.Errorf("got drops %+v", got)
		}
	})
}

func TestReaderSectionsAndInterfaces(t *testing.T) {
	inBothOrders(t, func(t *testing.T, h *handmade) {
		stats := func(index uint32, code uint16, n uint64) {
			h.block(blockStatistics, index, uint64(0), code, uint16(8), n, uint32(0))
		}
		h.section().iface(1, 0).packet(0, 0, "a").iface(113, 0).packet(1, 0, "b")
		stats(0, isbKernelDropped, 1)
		stats(1, isbReceived, 10)
		stats(0, isbKernelDropped, 3) // the later one tells
		other := &handmade{order: swapped(h.order)}
		other.section().iface(101, 0).packet(0, 0, "c")
		h.data, h.order = append(h.data, other.data...), other.order
		stats(0, isbInterfaceDropped, 5)

		r := open(t, h.data)
		entries, err := readAll(t, r)
		if err != nil || len(entries) != 3 {
			t.Fatalf("%d entries, %v", len(entries), err)
		}
		for i, want := range []capture.LinkType{1, 113, 101} {
			if got := entries[i].Packet.Link; got != want {
				t.Errorf("packet %d has link type %d, want %d", i+1, got, want)
			}
		}
		if got, want := r.Drops(), (capture.Drops{Received: 10, Kernel: 3, Interface: 5}); got != want {
			t.Errorf("drops %+v, want %+v", got, want)
		}
	})
}

func TestReaderPassesOver(t *testing.T) {
	inBothOrders(t, func(t *testing.T, h *handmade) {
		h.section().iface(1, 0)
		h.block(0x80000001, []byte("unknown"))
		h.block(4, []byte("names"))                              // Name Resolution Block
		h.block(10, []byte("TLSK"), uint32(3), []byte("key"))    // Decryption Secrets Block
		h.block(0x77, make([]byte, 3*passSize+4))                // of no kind, and in pieces
		h.block(blockSysdig, make([]byte, 24)).block(0x208, nil) // the one counts, the other does not
		h.block(blockJournal, []byte("__REALTIME_TIMESTAMP=1\nMESSAGE=of systemd\n_PID=x\n"))
		h.block(blockJournal, []byte("not a journal entry"))
		h.block(blockCustom, uint32(32473), []byte("custom"))
		h.packet(0, 0, "x")
		entries, err := readAll(t, open(t, h.data))
		if err != nil || len(entries) != 1 {
			t.Fatalf("%d entries, %v", len(entries), err)
		}
		if got := entries[0].Packet.Number; got != 5 {
			t.Errorf("number %d, want 5: Wireshark counts journal entries, events and custom blocks", got)
		}
	})
}

// TestReaderCountsTheLeast counts the smallest blocks that Wireshark lists as frames.
func TestReaderCountsTheLeast(t *testing.T) {
	inBothOrders(t, func(t *testing.T, h *handmade) {
		h.section().iface(1, 0).block(blockCustom, uint32(32473)).block(blockCustomNoCopy, uint32(32473))
		h.block(blockSysdig, make([]byte, 24)).block(blockSysdigV2, make([]byte, 28)).block(blockSysdigLarge, make([]byte, 28))
		entries, err := readAll(t, open(t, h.packet(0, 0, "x").data))
		if err != nil || len(entries) != 1 || entries[0].Packet.Number != 6 {
			t.Errorf("%+v, %v", entries, err)
		}
	})
}

func TestReaderTakesLengthsWithoutPadding(t *testing.T) {
	inBothOrders(t, func(t *testing.T, h *handmade) {
		h.section().iface(1, 0)
		start := len(h.data)
		h.packet(0, 0, "odd")
		end := len(h.data)
		h.order.PutUint32(h.data[start+4:], uint32(end-start-1))
		h.order.PutUint32(h.data[end-4:], uint32(end-start-1))
		h.packet(9, 0, "fault")
		entries, err := readAll(t, open(t, h.data))
		if len(entries) != 1 || string(entries[0].Packet.Data) != "odd" {
			t.Errorf("got %v", entries)
		}
		isPlaced(t, err, 2, int64(end))
	})
}

func TestReaderTakesMoreThanSnapLength(t *testing.T) {
	inBothOrders(t, func(t *testing.T, h *handmade) {
		h.section().iface(1, 4).packet(0, 0, "longer than four")
		entries, err := readAll(t, open(t, h.data))
		if err != nil || len(entries) != 1 || string(entries[0].Packet.Data) != "longer than four" {
			t.Errorf("%v, %v", entries, err)
		}
	})
}

func TestReaderLimitsPackets(t *testing.T) {
	inBothOrders(t, func(t *testing.T, h *handmade) {
		h.section().iface(1, 0).packet(0, 0, strings.Repeat("x", MaxPacket))
		good := len(h.data)
		h.packet(0, 0, strings.Repeat("x", MaxPacket+1))
		r, err := NewReader(bytes.NewReader(h.data))
		if err != nil {
			t.Fatal(err)
		}
		entries, err := readAll(t, r)
		if len(entries) != 1 {
			t.Errorf("%d entries", len(entries))
		}
		isPlaced(t, err, 2, int64(good))
	})
}

func TestReaderPacketOwnsItsData(t *testing.T) {
	inBothOrders(t, func(t *testing.T, h *handmade) {
		entries, _ := readAll(t, open(t, h.section().iface(1, 0).packet(0, 0, "one").packet(0, 0, "two").data))
		if string(entries[0].Packet.Data) != "one" {
			t.Errorf("the first packet became %q", entries[0].Packet.Data)
		}
	})
}

func TestReaderCutOff(t *testing.T) {
	inBothOrders(t, func(t *testing.T, h *handmade) {
		h.section().iface(1, 0).packet(0, 0, "one")
		second := len(h.data)
		h.packet(0, 0, "two")
		for cut := second + 1; cut < len(h.data); cut++ {
			entries, err := readAll(t, open(t, h.data[:cut]))
			if len(entries) != 1 || !errors.Is(err, io.ErrUnexpectedEOF) {
				t.Fatalf("cut at %d: %d entries, %v", cut, len(entries), err)
			}
			isPlaced(t, err, 2, int64(second))
		}
	})
}

// broken are files with one good packet and then a fault.
var broken = []struct {
	name string
	add  func(*handmade)
	want string // in the error
}{
	{"interface unknown", func(h *handmade) { h.packet(7, 0, "x") }, "interface 7 of 1"},
	{"captured beyond block", func(h *handmade) {
		h.block(blockEnhanced, uint32(0), uint64(0), uint32(99), uint32(99), []byte("x"))
	}, "room for 4"},
	{"captured absurdly", func(h *handmade) {
		h.block(blockEnhanced, uint32(0), uint64(0), uint32(1<<31), uint32(1), []byte("x"))
	}, "limit is 262144"},
	{"enhanced too short", func(h *handmade) { h.block(blockEnhanced, uint64(0)) }, "block too short for its type"},
	{"simple too short", func(h *handmade) { h.block(blockSimple) }, "block too short for its type"},
	{"interface too short", func(h *handmade) { h.block(blockInterface) }, "block too short for its type"},
	{"statistics too short", func(h *handmade) { h.block(blockStatistics) }, "block too short for its type"},
	{"section too short", func(h *handmade) { h.block(blockSection, uint32(orderMagic)) }, "block too short for its type"},
	{"simple in a new section", func(h *handmade) { h.section().block(blockSimple, uint32(0)) }, "interface 0 of 0"},
	{"option too long", func(h *handmade) { h.packet(0, 0, "x", uint16(1), uint16(9), []byte("y")) }, "option"},
	{"option of an interface too long", func(h *handmade) { h.iface(1, 0, uint16(ifName), uint16(9), []byte("eth0")) }, "option"},
	{"option of statistics too long", func(h *handmade) {
		h.block(blockStatistics, uint32(0), uint64(0), uint16(isbReceived), uint16(16), uint64(1))
	}, "option"},
	{"option of a section too long", func(h *handmade) {
		h.block(blockSection, uint32(orderMagic), uint16(1), uint16(0), uint64(1<<64-1), uint16(4), uint16(9), []byte("tool"))
	}, "option"},
	{"a pcap file behind it", func(h *handmade) { h.data = append(h.data, "\xd4\xc3\xb2\xa1\x02\x00\x04\x00............"...) }, "another capture file begins here"},
	{"version", func(h *handmade) {
		h.block(blockSection, uint32(orderMagic), uint16(2), uint16(0), uint64(0))
	}, "version 2.0"},
	{"byte-order magic", func(h *handmade) { h.block(blockSection, uint32(1), uint64(0), uint32(0)) }, "byte-order magic"},
	{"trailer", func(h *handmade) {
		h.packet(0, 0, "x")
		h.order.PutUint32(h.data[len(h.data)-4:], 16)
	}, "two lengths: 36 octets before it, 16 after it"},
	{"trailer without padding", func(h *handmade) {
		h.packet(0, 0, "odd")
		h.data = h.data[:len(h.data)-trailerLength-1]
		h.order.PutUint32(h.data[len(h.data)-31+4:], 35)
		h.data = append(h.order.AppendUint32(h.data, 35), 0)
	}, "two lengths: 35 octets before it"},
	{"packet without length", func(h *handmade) {
		h.data = append(h.order.AppendUint32(h.data, blockEnhanced), make([]byte, 40)...)
	}, "impossible length of 0"},
	{"packet of a head", func(h *handmade) { h.block(blockEnhanced) }, "block too short for its type"},
	{"length below head", func(h *handmade) { h.data = append(h.data, make([]byte, 12)...) }, "impossible length of 0"},
	{"length absurd", func(h *handmade) { h.data = append(h.data, []byte("\x77\x00\x00\x77\xfc\xff\xff\xfc....")...) }, "limit is 134348832"},
	{"length of a packet block absurd", func(h *handmade) {
		h.data = h.order.AppendUint32(h.data, blockEnhanced)
		h.data = h.order.AppendUint32(h.data, MaxBlock+4)
		h.data = append(h.data, "...."...)
	}, "limit is 16777216"},
	{"trailer of a block passed over", func(h *handmade) {
		h.block(0x77, []byte("unknown"))
		h.order.PutUint32(h.data[len(h.data)-4:], 16)
	}, "two lengths: 20 octets before it, 16 after it"},
	{"custom too short", func(h *handmade) { h.block(blockCustom) }, "block too short for its type"},
	{"event too short", func(h *handmade) { h.block(blockSysdig, make([]byte, 20)) }, "block too short for its type"},
	{"large event too short", func(h *handmade) { h.block(blockSysdigLarge, make([]byte, 24)) }, "block too short for its type"},
	{"captured beyond simple", func(h *handmade) { h.section().iface(1, 0).block(blockSimple, uint32(9), []byte("simp")) }, "room for 4"},
	{"old interface unknown", func(h *handmade) {
		h.block(blockPacket, uint16(1), uint16(0), uint64(0), uint32(1), uint32(1), []byte("x"))
	}, "interface 1 of 1"},
	{"call with bad number", func(h *handmade) { h.block(blockJournal, []byte("WIRELADDER_NAME=bind\nWIRELADDER_FD=x\n")) }, `WIRELADDER_FD: "x"`},
	{"call with bad protocol", func(h *handmade) { h.block(blockJournal, []byte("WIRELADDER_PROTO=sctp\n")) }, `WIRELADDER_PROTO: "sctp"`},
	{"call cut off", func(h *handmade) { h.block(blockJournal, []byte("WIRELADDER_NAME=bind\nWIRELADDER_DATA\n\x09")) }, "does not end"},
}

func TestReaderFaults(t *testing.T) {
	for _, tt := range broken {
		t.Run(tt.name, func(t *testing.T) {
			inBothOrders(t, func(t *testing.T, h *handmade) {
				h.section().iface(1, 0).packet(0, 0, "good")
				offset := len(h.data)
				tt.add(h)
				switch tt.name {
				case "simple in a new section":
					offset += 28
				case "captured beyond simple":
					offset += 28 + 20
				}
				entries, err := readAll(t, open(t, h.data))
				if len(entries) != 1 || err == nil || !strings.Contains(err.Error(), tt.want) {
					t.Fatalf("%d entries, error %v, want %q", len(entries), err, tt.want)
				}
				isPlaced(t, err, 2, int64(offset))
			})
		})
	}
}

func TestNewReaderRefuses(t *testing.T) {
	for name, data := range map[string]string{
		"empty":    "",
		"text":     "this is no capture file at all",
		"pcap":     "\xd4\xc3\xb2\xa1\x02\x00\x04\x00\x00\x00\x00\x00",
		"no magic": "\n\r\r\n\x1c\x00\x00\x00........",
		"cut off":  "\n\r\r\n\x1c",
	} {
		_, err := NewReader(strings.NewReader(data))
		if err == nil {
			t.Errorf("%s: no error", name)
			continue
		}
		isPlaced(t, err, 1, 0)
	}
}

func TestReaderKeepsTheInputsError(t *testing.T) {
	inBothOrders(t, func(t *testing.T, h *handmade) {
		h.section().iface(1, 0).packet(0, 0, "x")
		fault := errors.New("disk on fire")
		r, err := NewReader(io.MultiReader(bytes.NewReader(h.data), iotest.ErrReader(fault)))
		if err != nil {
			t.Fatal(err)
		}
		if _, err = readAll(t, r); !errors.Is(err, fault) {
			t.Errorf("got %v, want %v", err, fault)
		}
	})
}

// TestReaderAllocatesWhatIsThere reads a file of a hundred octets that claims a
// block of 16 MiB.
func TestReaderAllocatesWhatIsThere(t *testing.T) {
	inBothOrders(t, func(t *testing.T, h *handmade) {
		h.section().iface(1, 0)
		h.data = h.order.AppendUint32(h.data, blockEnhanced)
		h.data = h.order.AppendUint32(h.data, MaxBlock)
		h.data = append(h.data, "....some octets...."...)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		if _, err := readAll(t, open(t, h.data)); !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Error(err)
		}
		runtime.ReadMemStats(&after)
		if used := after.TotalAlloc - before.TotalAlloc; used > 1<<20 {
			t.Errorf("allocated %d octets for a file of %d", used, len(h.data))
		}
	})
}

// TestReaderManyComments has as many comments in one packet as fit: joining
// them must take linear time, or this does not end.
func TestReaderManyComments(t *testing.T) {
	inBothOrders(t, func(t *testing.T, h *handmade) {
		opts := bytes.Repeat(h.order.AppendUint32(nil, 0), (MaxBlock-100)/4)
		for i := 0; i+8 <= len(opts); i += 8 {
			h.order.PutUint16(opts[i:], optComment)
			h.order.PutUint16(opts[i+2:], 1)
			opts[i+4] = 'c'
		}
		h.section().iface(1, 0).packet(0, 0, "x", opts)
		r, err := NewReader(bytes.NewReader(h.data))
		if err != nil {
			t.Fatal(err)
		}
		entries, err := readAll(t, r)
		if err != nil || len(entries) != 1 || len(entries[0].Packet.Comment) < MaxBlock/8 {
			t.Errorf("%d entries, %v", len(entries), err)
		}
	})
}
