package report

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/savefile"
	"wireladder/render"
)

// capturedAt returns a pcapng file of n connections of three packets each that began at a time.
func capturedAt(t *testing.T, at time.Time, scenario string, n int) []byte {
	t.Helper()
	var out bytes.Buffer
	w, err := savefile.NewWriter(&out, savefile.Pcapng, capture.Origin{Scenario: scenario}, capture.LinkEthernet)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 3 * n {
		frame := make([]byte, 54+64)
		conversationFrame(frame, uint32(i/3), i%3, 100)
		p := &capture.Packet{Time: at.Add(time.Duration(i) * time.Microsecond), Link: capture.LinkEthernet, Data: frame, Length: len(frame)}
		if err := w.Write(capture.Entry{Packet: p}); err != nil {
			t.Fatal(err)
		}
	}
	return out.Bytes()
}

// legend stands below a picture that has an end.
const legend = "[STATE]  a TCP state"

// firstRows is a stdout that tells when something was written.
type firstRows struct {
	bytes.Buffer
	written chan struct{}
}

func (f *firstRows) Write(p []byte) (int, error) {
	select {
	case f.written <- struct{}{}:
	default:
	}
	return f.Buffer.Write(p)
}

// What comes through a pipe, and was captured just now, has rows as it comes, before there is an end; all
// else is drawn when it has ended.
func TestReadWhileItGoesOn(t *testing.T) {
	for name, tt := range map[string]struct {
		ago      time.Duration
		scenario string
		rows     bool
	}{
		"now": {rows: true}, "by watch": {scenario: "watch", rows: true}, "a while ago": {ago: time.Minute}, "to come": {ago: -time.Minute}, "a run": {scenario: "tcp"},
	} {
		data := capturedAt(t, time.Now().Add(-tt.ago), tt.scenario, 1)
		in, pipe := io.Pipe()
		out := &firstRows{written: make(chan struct{}, 1)}
		go func() {
			_, _ = pipe.Write(data)
			if tt.rows {
				<-out.written // else it would wait for ever
			}
			_ = pipe.Close()
		}()
		o := &File{Name: "-", Stdin: in, Options: Options{Stdout: out, Picture: Picture{Detail: render.Brief}}}
		if err := Read(t.Context(), o); err != nil {
			t.Fatal(err)
		}
		if rows := !strings.Contains(out.String(), legend); rows != tt.rows || !strings.Contains(out.String(), "SYN seq=0") {
			t.Errorf("%s: rows %v:\n%s", name, rows, out.String())
		}
	}
	name := filepath.Join(t.TempDir(), "run.pcapng")
	if err := os.WriteFile(name, capturedAt(t, time.Now(), "", 1), 0o600); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := Read(t.Context(), &File{Name: name, Options: Options{Stdout: &out, Picture: Picture{Detail: render.Brief}}}); err != nil || !strings.Contains(out.String(), legend) {
		t.Errorf("a file that was captured just now: %v\n%s", err, out.String())
	}
}

// Of more conversations than are remembered all have their rows, and it is said that they were forgotten.
func TestReadWhileItGoesOnAndOn(t *testing.T) {
	var out bytes.Buffer
	o := &File{Name: "-", Stdin: bytes.NewReader(capturedAt(t, time.Now(), "", maxConversations+10)), Options: Options{Stdout: &out}}
	if err := Read(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	if n, afresh := strings.Count(out.String(), "SYN seq=0"), strings.Count(out.String(), tooMany); n != maxConversations+10 || afresh != 1 {
		t.Errorf("%d connections, afresh %d times", n, afresh)
	}
}
