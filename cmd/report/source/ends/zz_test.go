package ends

import (
	"errors"
	"io"
	"os"
	"runtime"
	"runtime/pprof"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/savefile"
)

func TestZZ(t *testing.T) {
	names := [2]string{"/tmp/pair/big/c.pcap", "/tmp/pair/big/s.pcap"}
	mem := func(s string, since time.Time) {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		t.Log(s, time.Since(since), m.Sys>>20, "MB", m.HeapInuse>>20)
	}
	t0 := time.Now()
	for _, n := range names {
		f, _ := os.Open(n)
		r, _ := savefile.NewReader(f)
		room := make([]capture.Packet, 256)
		for {
			if _, _, err := r.ScanMany(room); err != nil {
				break
			}
		}
	}
	mem("scan both", t0)
	out, _ := os.Create("/tmp/pair/cpu.prof")
	pprof.StartCPUProfile(out)
	t0 = time.Now()
	r, err := Open(t.Context(), names, nil)
	if err != nil {
		t.Fatal(err)
	}
	mem("open", t0)
	t0 = time.Now()
	p := make([]capture.Packet, 1)
	n := 0
	for {
		_, _, err := r.ScanMany(p)
		n++
		if errors.Is(err, io.EOF) {
			break
		}
	}
	mem("merge", t0)
	pprof.StopCPUProfile()
	t.Log(n)
}
