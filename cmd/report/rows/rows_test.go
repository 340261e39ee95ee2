package rows_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"wireladder/capture"
	"wireladder/capture/run"
	"wireladder/capture/run/builder"
	"wireladder/capture/runtest"
	"wireladder/cmd/report/rows"
	"wireladder/render/text/scroll"
)

// moments returns what the packets of a connection mean.
func moments(client, script string) []*run.Moment {
	b := builder.New(builder.Options{Sockets: true})
	for _, p := range runtest.Segments(client, "127.0.0.1:12000", script) {
		b.Add(capture.Entry{Packet: p})
	}
	return b.Take(0)
}

// shown draws moments at one that draws on out.
func shown(t *testing.T, r *rows.Ongoing, all []*run.Moment) {
	t.Helper()
	for _, m := range all {
		if err := r.Moment(m); err != nil {
			t.Fatal(err)
		}
	}
}

// findings counts what was told to be wrong.
func findings(out *bytes.Buffer) int { return strings.Count(out.String(), "\n! ") }

// What went wrong is told as soon as nothing comes for a while, and once; what is known at the end alone
// then; and across a gap nothing is concluded.
func TestFindings(t *testing.T) {
	var out bytes.Buffer
	r := rows.New(&out, scroll.Options{})
	shown(t, r, moments("127.0.0.1:50001", "c:S s:RA"))
	if err := r.Write(); err != nil || findings(&out) != 0 {
		t.Errorf("at once %d are told, %v", findings(&out), err)
	}
	for range 2 {
		if err := r.Flush(); err != nil || findings(&out) != 1 {
			t.Errorf("%d are told, %v:\n%s", findings(&out), err, out.String())
		}
	}
	refused := moments("127.0.0.1:50002", "c:S s:RA")
	shown(t, r, refused[:1])
	if err := r.Skipped(7); err != nil {
		t.Fatal(err)
	}
	shown(t, r, refused[1:])
	if err := errors.Join(r.Flush(), r.Forgot("why not")); err != nil || findings(&out) != 1 {
		t.Errorf("across a gap %d are told, %v:\n%s", findings(&out), err, out.String())
	}
	if err := r.Close(capture.Drops{Kernel: 3}); err != nil || !strings.HasSuffix(out.String(), "\nThe capture lost 3 packets.\n") {
		t.Errorf("at the end %v:\n%s", err, out.String())
	}
}

// However many come, the last ones are judged, and each finding is told once.
func TestFindingsGoOn(t *testing.T) {
	var out bytes.Buffer
	r := rows.New(&out, scroll.Options{})
	r.AtOnce = true
	for range 600 {
		shown(t, r, moments("127.0.0.1:50001", "c:S s:SA c:A c:6 s:6"))
	}
	shown(t, r, moments("127.0.0.1:50002", "c:S s:RA"))
	if n := strings.Count(out.String(), " SYN seq=0 "); n != 601 {
		t.Errorf("%d connections are written at once", n)
	}
	if err := errors.Join(r.Flush(), r.Close(capture.Drops{})); err != nil || findings(&out) != 1 {
		t.Errorf("%d are told, %v", findings(&out), err)
	}
}
