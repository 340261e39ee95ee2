package report

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/savefile"
)

// behindCalls returns a file of n socket calls, and of two packets one and two
// seconds after them.
func behindCalls(t *testing.T, n int) []byte {
	t.Helper()
	start, frame := time.Unix(1_700_000_000, 0), []byte(oddFrames[len(oddFrames)-1])
	var entries []capture.Entry
	for range n {
		entries = append(entries, capture.Entry{Call: &capture.Call{Name: "socket", Enter: start, Exit: start}})
	}
	for i := range 2 {
		at := start.Add(time.Duration(i+1) * time.Second)
		entries = append(entries, capture.Entry{Packet: &capture.Packet{Time: at, Link: capture.LinkEthernet, Data: frame, Length: len(frame)}})
	}
	var out bytes.Buffer
	w, err := savefile.NewWriter(&out, savefile.Pcapng, capture.Origin{}, capture.LinkEthernet)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if err := w.Write(e); err != nil {
			t.Fatal(err)
		}
	}
	return out.Bytes()
}

// TestCountsBehindManyCalls checks that the table tells when the first packet came,
// also where so many calls stand before it that they are not held back until then.
func TestCountsBehindManyCalls(t *testing.T) {
	var out bytes.Buffer
	o := fileOf(behindCalls(t, maxHeld+1), &out)
	o.View.MaxSteps = 200
	err := Read(t.Context(), o)
	if want := "in 1.00 s from 2023-11-14 22:13:21 UTC"; err != nil || !strings.Contains(out.String(), want) {
		t.Errorf("%v, %q is not in\n%s", err, want, out.String())
	}
}
