package words_test

import (
	"testing"

	"wireladder/capture"
	"wireladder/capture/run"
	"wireladder/capture/run/builder"
	"wireladder/capture/runtest"
	"wireladder/render/words"
)

// plainMoments are moments of what most captures have most of: data, and ACKs of it.
func plainMoments() (plain []*run.Moment) {
	h := runtest.NewHosts("")
	h.Connect()
	for range 100 {
		h.Through(h.Says(false, "hello"))
		h.Through(h.Back(capture.ACK, ""))
	}
	for _, m := range builder.Of(h.Recording()).Moments {
		if m.Kind == run.Packet {
			plain = append(plain, m)
		}
	}
	return plain[3:] // without the handshake
}

func BenchmarkBrief(b *testing.B) {
	moments := plainMoments()
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		words.Brief(moments[i%len(moments)])
	}
}

func BenchmarkOf(b *testing.B) {
	moments := plainMoments()
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		words.Of(moments[i%len(moments)])
	}
}
