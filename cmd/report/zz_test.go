package report

import (
	"io"
	"os"
	"runtime"
	"runtime/pprof"
	"testing"
	"time"

	"wireladder/cmd/report/sink"
)

func TestZZ(t *testing.T) {
	o := &File{Name: "/tmp/pair/big/c.pcap", Other: "/tmp/pair/big/s.pcap", View: sink.View{Summary: true}}
	o.Stdout = io.Discard
	out, _ := os.Create("/tmp/pair/cpu.prof")
	pprof.StartCPUProfile(out)
	done := make(chan bool)
	go func() {
		var most uint64
		for {
			select {
			case <-done:
				return
			case <-time.After(200 * time.Millisecond):
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				if m.HeapInuse > most {
					most = m.HeapInuse
					f, _ := os.Create("/tmp/pair/heap.prof")
					pprof.Lookup("heap").WriteTo(f, 0)
					f.Close()
				}
			}
		}
	}()
	t0 := time.Now()
	if err := Read(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	t.Log(time.Since(t0))
	close(done)
	pprof.StopCPUProfile()
}
