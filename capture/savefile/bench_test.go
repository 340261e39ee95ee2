package savefile

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"testing"
	"time"

	"wireladder/capture"
)

// benchPackets is how many packets the files of the benchmarks hold.
const benchPackets = 100_000

// udpFrame is an Ethernet frame with a UDP datagram, of 100 octets all told.
func udpFrame() []byte {
	frame := make([]byte, 100)
	copy(frame[12:], []byte{8, 0, 0x45})
	binary.BigEndian.PutUint16(frame[16:], uint16(len(frame)-14))
	frame[22], frame[23] = 64, 17
	copy(frame[26:], []byte{127, 0, 0, 1, 127, 0, 0, 1, 0x30, 0x39, 0x2e, 0xe0})
	binary.BigEndian.PutUint16(frame[38:], uint16(len(frame)-34))
	return frame
}

// big returns a file of benchPackets packets.
func big(b testing.TB, format Format) []byte {
	b.Helper()
	var file bytes.Buffer
	w, err := NewWriter(&file, format, capture.Origin{}, capture.LinkEthernet)
	if err != nil {
		b.Fatal(err)
	}
	p := capture.Packet{Link: capture.LinkEthernet, Data: udpFrame(), Length: 100}
	for i := range benchPackets {
		p.Time = time.Unix(1_700_000_000, int64(i)*1000)
		if err := w.Write(capture.Entry{Packet: &p}); err != nil {
			b.Fatal(err)
		}
	}
	return file.Bytes()
}

// scanner is what Reader and the readers of each format have in common.
type scanner interface {
	Scan(*capture.Packet) (*capture.Entry, error)
}

// benchmarkScan reads the file again and again, and counts b.N packets.
func benchmarkScan(b *testing.B, file []byte, open func(io.Reader) scanner) {
	b.Helper()
	b.SetBytes(int64(len(file) / benchPackets))
	b.ReportAllocs()
	var p capture.Packet
	for left := b.N; left > 0; {
		s := open(bytes.NewReader(file))
		for ; left > 0; left-- {
			if _, err := s.Scan(&p); err != nil {
				if !errors.Is(err, io.EOF) {
					b.Fatal(err)
				}
				break
			}
		}
	}
}

// BenchmarkScanPcap reads packets of 100 octets, a packet at a time.
func BenchmarkScanPcap(b *testing.B) { benchmarkFormat(b, Pcap) }

// BenchmarkScanPcapng is the same for pcapng.
func BenchmarkScanPcapng(b *testing.B) { benchmarkFormat(b, Pcapng) }

// BenchmarkFill reads outlines of packets of 100 octets, a batch at a time.
func BenchmarkFill(b *testing.B) {
	file := big(b, Pcap)
	b.SetBytes(int64(len(file) / benchPackets))
	b.ReportAllocs()
	var batch Batch
	for done := 0; done < b.N; {
		r, err := NewReader(bytes.NewReader(file))
		if err != nil {
			b.Fatal(err)
		}
		for err == nil && done < b.N {
			_, err = r.Fill(&batch)
			done += len(batch.Outlines)
		}
	}
}

// benchmarkFormat reads without and with decoding.
func benchmarkFormat(b *testing.B, format Format) {
	b.Helper()
	file := big(b, format)
	decoded := func(r io.Reader) scanner {
		reader, err := NewReader(r)
		if err != nil {
			b.Fatal(err)
		}
		return reader
	}
	b.Run("raw", func(b *testing.B) {
		benchmarkScan(b, file, func(r io.Reader) scanner { return decoded(r).(*Reader).source })
	})
	b.Run("decoded", func(b *testing.B) { benchmarkScan(b, file, decoded) })
}
