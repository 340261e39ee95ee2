package report

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/savefile"
	"wireladder/cmd/report/outfile"
	"wireladder/cmd/report/output"
	"wireladder/render"
)

// TestLiveKeepsOrder checks that a call which comes late stands where it was
// made, and that the files are known to be out of order then.
func TestLiveKeepsOrder(t *testing.T) {
	v := newLive(capture.Origin{}, &Options{}, &output.Outputs{})
	packet := func(at int64) capture.Entry {
		return capture.Entry{Packet: &capture.Packet{Time: time.Unix(at, 0)}}
	}
	call := func(name string, at int64) capture.Entry {
		return capture.Entry{Call: &capture.Call{Name: name, Enter: time.Unix(at, 0), Exit: time.Unix(9, 0)}}
	}
	for _, e := range []capture.Entry{call("socket", 1), packet(3), packet(5)} {
		if err := v.Add(e); err != nil {
			t.Fatal(err)
		}
	}
	if v.late {
		t.Error("entries in order are taken for late ones")
	}
	for _, e := range []capture.Entry{call("connect", 2), call("send", 4)} {
		if err := v.Add(e); err != nil {
			t.Fatal(err)
		}
	}
	for i, e := range v.rec.Entries {
		if e.Key().Unix() != int64(i+1) {
			t.Errorf("entry %d is of %v", i, e.Key())
		}
	}
	if !v.late {
		t.Error("late entries are taken for ones in order")
	}
	waits := capture.Entry{Call: &capture.Call{Name: "accept", Enter: time.Unix(1, 0)}}
	if err := v.Add(waits); err != nil {
		t.Fatal(err)
	}
	if last := v.rec.Entries[len(v.rec.Entries)-1]; last != waits {
		t.Errorf("a call that waits for ever is not the last entry: %+v is", last.Call)
	}
}

// toFiles returns options that send a run to a file of each of the formats.
func toFiles(folder string, formats ...Format) *Options {
	o := &Options{Picture: Picture{Detail: render.Full}, OwnScreen: true}
	for _, f := range formats {
		o.Destinations = append(o.Destinations, Destination{Name: filepath.Join(folder, "run."+string(f)), Format: f})
	}
	return o
}

// lostFirst are a datagram that is lost and one that arrives, of a run on two hosts.
func lostFirst(t *testing.T) *capture.Recording {
	t.Helper()
	return recorded(t, bytes.NewReader(twoHosts(t, 2)))
}

// recorded returns what a capture file holds.
func recorded(t *testing.T, file io.Reader) *capture.Recording {
	t.Helper()
	r, err := savefile.NewReader(file)
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

// reported reports on a run, whose outputs are in place when it returns. killed is
// called when all has come, and before the end.
func reported(t *testing.T, o *Options, rec *capture.Recording, killed func()) {
	t.Helper()
	run, err := NewLive(t.Context(), rec.Origin, o)
	if err != nil {
		t.Fatal(err)
	}
	defer run.Abort()
	for _, e := range rec.Entries {
		if err := run.Add(e); err != nil {
			t.Fatal(err)
		}
	}
	killed()
	if _, err := run.Finish(true); err != nil {
		t.Fatal(err)
	}
}

// opened returns what the capture file of that name holds.
func opened(t *testing.T, name string) *capture.Recording {
	t.Helper()
	return recorded(t, strings.NewReader(readFile(t, name)))
}

// draftOf returns the name of the one file that is being written in a folder.
func draftOf(t *testing.T, folder string) string {
	t.Helper()
	drafts, err := filepath.Glob(filepath.Join(folder, "*"+outfile.Suffix))
	if err != nil || len(drafts) != 1 {
		t.Fatalf("drafts %q, %v", drafts, err)
	}
	return drafts[0]
}

// TestLiveIsWrittenAsItGoes checks that the file of a run is good before the run ends,
// and then tells what nobody could know before.
func TestLiveIsWrittenAsItGoes(t *testing.T) {
	rec, folder := lostFirst(t), t.TempDir()
	reported(t, toFiles(folder, Pcapng), rec, func() {
		part := opened(t, draftOf(t, folder))
		if len(part.Entries) != len(rec.Entries) || strings.Contains(part.Packets()[0].Comment, "lost on the wire") {
			t.Errorf("%d entries of %d, the first: %s", len(part.Entries), len(rec.Entries), part.Packets()[0].Comment)
		}
	})
	whole := opened(t, filepath.Join(folder, "run.pcapng"))
	if len(whole.Entries) != len(rec.Entries) || !strings.Contains(whole.Packets()[0].Comment, "lost on the wire") {
		t.Errorf("%d entries of %d, the first: %s", len(whole.Entries), len(rec.Entries), whole.Packets()[0].Comment)
	}
}

// TestLateCallIsWrittenInItsPlace checks that the file of a run has a call which came
// late where it was made.
func TestLateCallIsWrittenInItsPlace(t *testing.T) {
	rec, folder := lostFirst(t), t.TempDir()
	rec.Origin.Second = ""
	at := rec.Entries[0].Packet.Time
	call := capture.Entry{Call: &capture.Call{Name: "sendto", FD: 3, Enter: at.Add(-time.Second), Exit: at.Add(time.Second)}}
	rec.Entries = []capture.Entry{{Packet: rec.Entries[0].Packet}, call}
	reported(t, toFiles(folder, Pcapng), rec, func() {
		if part := opened(t, draftOf(t, folder)); part.Entries[0].Packet == nil {
			t.Error("the late call is the first before the end")
		}
	})
	whole := opened(t, filepath.Join(folder, "run.pcapng"))
	if len(whole.Entries) != 2 || whole.Entries[0].Call == nil {
		t.Errorf("%d entries, the first %+v", len(whole.Entries), whole.Entries[0])
	}
}

// TestOutputsOfARunAgree checks that all outputs of a run say the same, and so does the
// file that is read back.
func TestOutputsOfARunAgree(t *testing.T) {
	rec, folder := lostFirst(t), t.TempDir()
	rec.Origin.Command, rec.Origin.OS = "wireladder demo \x1b</script>", "Linux 6.18.5"
	reported(t, toFiles(folder, Pcapng, JSONLines, Text), rec, func() {})
	lines := readFile(t, filepath.Join(folder, "run.jsonl"))
	for _, p := range opened(t, filepath.Join(folder, "run.pcapng")).Packets() {
		_, said, _ := strings.Cut(p.Comment, ". ")
		if !strings.Contains(lines, strings.ReplaceAll(said, `"`, `\"`)) {
			t.Errorf("the lines do not say %q:\n%s", said, lines)
		}
	}
	for _, format := range []Format{JSONLines, Text} {
		var out bytes.Buffer
		o := &File{Name: filepath.Join(folder, "run.pcapng"), Options: Options{Stdout: &out, Picture: Picture{Detail: render.Full}}}
		o.Destinations = []Destination{{Name: "-", Format: format}}
		if err := Read(t.Context(), o); err != nil {
			t.Fatal(err)
		}
		if want := readFile(t, filepath.Join(folder, "run."+string(format))); out.String() != want {
			t.Errorf("%s: got\n%s\nwant\n%s", format, out.String(), want)
		}
	}
}

func readFile(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
