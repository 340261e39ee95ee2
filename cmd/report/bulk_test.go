package report

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/savefile"
	"wireladder/cmd/report/sink"
)

// oddFrames are frames of which an outline does not say enough: ARP, one that is
// cut off, an ICMP error about a packet of 10.1.0.7, and UDP, of which it does.
var oddFrames = []string{
	"\xff\xff\xff\xff\xff\xff\x02\x00\x00\x00\x00\x01\x08\x06\x00\x01\x08\x00\x06\x04\x00\x01",
	"\x02\x00\x00\x00\x00\x02\x02\x00\x00\x00\x00\x01\x08\x00\x45\x00\x00",
	"\x02\x00\x00\x00\x00\x02\x02\x00\x00\x00\x00\x01\x08\x00" +
		"\x45\x00\x00\x38\x00\x01\x00\x00\x40\x01\x00\x00\xc0\xa8\x00\x01\x0a\x01\x00\x07\x03\x03\x00\x00\x00\x00\x00\x00" +
		"\x45\x00\x00\x28\x00\x01\x00\x00\x40\x06\x00\x00\x0a\x01\x00\x07\xc0\xa8\x00\x01\x04\x00\x00\x50\x00\x00\x00\x00",
	"\x02\x00\x00\x00\x00\x02\x02\x00\x00\x00\x00\x01\x08\x00" +
		"\x45\x00\x00\x1e\x00\x01\x00\x00\x40\x11\x00\x00\x0a\x01\x00\x07\xc0\xa8\x00\x01\x04\x00\x00\x50\x00\x0a\x00\x00hi",
}

// mixedFile returns a file of many conversations with odd frames between them, a
// call now and then, and so many calls before them.
func mixedFile(t *testing.T, calls int) []byte {
	t.Helper()
	var out bytes.Buffer
	w, err := savefile.NewWriter(&out, savefile.Pcapng, capture.Origin{}, capture.LinkEthernet)
	if err != nil {
		t.Fatal(err)
	}
	const per = 10
	for i := -calls; i < 5000; i++ {
		at := time.Unix(1_700_000_000, int64(i)*1000)
		e := capture.Entry{Call: &capture.Call{Name: "socket", Enter: at, Exit: at}}
		if i >= 0 && i%99 != 98 {
			frame := make([]byte, 54+64)
			conversationFrame(frame, uint32(i%500), i/500, per)
			if i%7 == 3 {
				frame = []byte(oddFrames[i%len(oddFrames)])
			}
			e = capture.Entry{Packet: &capture.Packet{Time: at, Link: capture.LinkEthernet, Data: frame, Length: len(frame)}}
		}
		if err := w.Write(e); err != nil {
			t.Fatal(err)
		}
	}
	return out.Bytes()
}

// fileOf returns what has a file of these octets read and shown on stdout.
func fileOf(data []byte, stdout io.Writer) *File {
	return &File{Name: "-", Stdin: bytes.NewReader(data), Options: Options{Stdout: stdout}}
}

// tableOf returns the table that read prints of a file in place of a picture, and
// its error: by outlines, or, where lines of all packets are wanted besides, by
// packets.
func tableOf(t *testing.T, data []byte, packets bool) (string, error) {
	t.Helper()
	var out bytes.Buffer
	o := fileOf(data, &out)
	o.View = sink.View{MaxSteps: 1, All: true}
	if packets {
		lines := Destination{Name: filepath.Join(t.TempDir(), "all.jsonl"), Format: JSONLines}
		o.Destinations = []Destination{lines, {Name: "-", Format: Text}}
	}
	err := Read(t.Context(), o)
	return out.String(), err
}

// TestBulk checks that the table of conversations is the same whether it is made
// of packets or of outlines of them.
func TestBulk(t *testing.T) {
	files := map[string][]byte{"mixed": mixedFile(t, 0), "calls first": mixedFile(t, maxHeld+1)}
	folder := os.Getenv("CORPUS")
	if folder == "" {
		folder = filepath.Join("..", "..", "..", "shared", "corpus")
	}
	captures, _ := filepath.Glob(filepath.Join(folder, "*.pcap*")) // where there is a corpus
	for _, name := range captures {
		if filepath.Ext(name) != ".tsv" {
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			files[filepath.Base(name)] = data
		}
	}
	for name, data := range files {
		want, wantErr := tableOf(t, data, true)
		got, err := tableOf(t, data, false)
		if got != want || !sameError(err, wantErr) {
			t.Errorf("%s: %v, want %v\ngot:\n%s\nwant:\n%s", name, err, wantErr, got, want)
		}
	}
}

// sameError reports whether two errors say the same.
func sameError(a, b error) bool {
	return errors.Is(a, b) || a != nil && b != nil && a.Error() == b.Error()
}
