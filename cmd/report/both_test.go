package report

import (
	"bytes"
	"math/rand/v2"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wireladder/capture"
	"wireladder/capture/frametest"
	"wireladder/capture/savefile"
	"wireladder/cmd/report/sink"
	"wireladder/render"
)

// ofBothEnds writes what captures at both ends have of 400 connections beside each other, with odd frames between them and
// thousands of packets under way at once, some of which are lost. The server's frames are changed by change.
func ofBothEnds(t testing.TB, packets int, change func(frame []byte) []byte) (names [2]string) {
	t.Helper()
	const beside, per = 400, 12
	random, start := rand.New(rand.NewPCG(3, 4)), time.Unix(1_700_000_000, 0)
	var both [2][]capture.Packet
	for i := range packets {
		step, frame := i/beside%per, make([]byte, 54+64)
		conversationFrame(frame, uint32(i/(beside*per)*beside+i%beside), step, per)
		from := step % 2
		if i%50 == 20 {
			odd := i / 50 % len(oddFrames)
			if frame, from = []byte(oddFrames[odd]), 0; odd == 2 {
				from = 1 // the ICMP error is the server's
			}
		}
		if len(frame) > 20 {
			frame[18], frame[19] = byte(i>>8), byte(i) // the identification
		}
		sent := start.Add(time.Duration(i) * 20 * time.Microsecond)
		times := [2]time.Time{sent, sent}
		times[1-from] = sent.Add(20*time.Millisecond + time.Duration(random.IntN(500))*time.Microsecond)
		times[1] = times[1].Add(3 * time.Second)
		for end, at := range times {
			if end != from && random.IntN(40) == 0 {
				continue
			}
			p := capture.Packet{Time: at, Link: capture.LinkEthernet, Data: slices.Clone(frame), Length: len(frame)}
			if end == 1 {
				p.Data = change(p.Data)
				if p.Length = max(len(p.Data), len(frame)); len(p.Data) > len(frame) {
					p.Link = capture.LinkSLL
				}
			}
			both[end] = append(both[end], p)
		}
	}
	folder := t.TempDir()
	for end, name := range []string{"client.pcap", "server.pcap"} {
		slices.SortStableFunc(both[end], func(a, b capture.Packet) int { return a.Time.Compare(b.Time) })
		names[end] = filepath.Join(folder, name)
		if err := os.WriteFile(names[end], fileWith(t, both[end]), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return names
}

// fileWith returns a pcap file of packets.
func fileWith(t testing.TB, packets []capture.Packet) []byte {
	t.Helper()
	var out bytes.Buffer
	w, err := savefile.NewWriter(&out, savefile.Pcap, capture.Origin{}, packets[0].Link)
	for i := 0; err == nil && i < len(packets); i++ {
		err = w.Write(capture.Entry{Packet: &packets[i]})
	}
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// tableOfBoth returns the table that read prints of two files: by outlines, or, where lines of all packets are wanted
// besides, by packets.
func tableOfBoth(t *testing.T, names [2]string, packets bool) string {
	t.Helper()
	var out bytes.Buffer
	o := &File{Name: names[0], Other: names[1], Options: Options{Stdout: &out}}
	o.View = sink.View{Summary: true, All: true}
	o.Destinations = []Destination{{Name: "-", Format: Text}}
	if packets {
		o.Picture.Detail = render.Brief
		o.Destinations = append(o.Destinations, Destination{Name: filepath.Join(t.TempDir(), "all.jsonl"), Format: JSONLines})
	}
	if err := Read(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// TestBulkOfBoth checks that the table of two captures is the same whether it is made of packets or of outlines of them.
func TestBulkOfBoth(t *testing.T) {
	inside, outside := netip.MustParseAddrPort("192.168.0.1:80"), netip.MustParseAddrPort("203.0.113.7:8080")
	cooked := []byte{0, 0, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0}
	for name, change := range map[string]func([]byte) []byte{
		"plain": as,
		"translated": func(frame []byte) []byte {
			frametest.Translate(frame, frametest.NAT{From: inside, To: outside})
			return frame
		},
		"of another link type": func(frame []byte) []byte { return append(slices.Clone(cooked), frame[12:]...) },
		"cut":                  func(frame []byte) []byte { return frame[:min(len(frame), 70)] },
	} {
		names := ofBothEnds(t, 20_000, change) // too large to be looked for what went wrong
		for range 2 {
			want, got := tableOfBoth(t, names, true), tableOfBoth(t, names, false)
			if got != want || strings.Count(got, " lost ") < 100 || strings.Contains(got, "capture-incomplete") {
				t.Errorf("%s (-packets, +outlines):\n%s", name, cmp.Diff(strings.Split(want, "\n"), strings.Split(got, "\n")))
			}
			names[0], names[1] = names[1], names[0]
		}
	}
}

// as leaves a frame as it is.
func as(frame []byte) []byte { return frame }

// BenchmarkSummaryOfBoth sums up two captures of 200,000 packets as one; BenchmarkSummaryOfEach one after the other.
func BenchmarkSummaryOfBoth(b *testing.B) { benchmarkBoth(b, true) }

func BenchmarkSummaryOfEach(b *testing.B) { benchmarkBoth(b, false) }

func benchmarkBoth(b *testing.B, together bool) {
	b.Helper()
	names := ofBothEnds(b, 200_000, as)
	b.ReportAllocs()
	for b.Loop() {
		files := []*File{{Name: names[0], Other: names[1]}}
		if !together {
			files = []*File{{Name: names[0]}, {Name: names[1]}}
		}
		for _, o := range files {
			o.View, o.Stdout = sink.View{Summary: true}, new(bytes.Buffer)
			if err := Read(b.Context(), o); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/400_000, "ns/packet")
}
