package pcapng

import (
	"bytes"
	"errors"
	"io"
	"net/netip"
	"testing"
	"time"

	"wireladder/capture"
)

// traced returns a call as one of a traced program is.
func traced() capture.Entry {
	c := &capture.Call{
		Process: capture.Process{PID: 4711, Name: "client"}, Thread: 4711, Name: "recv", Proto: capture.TCP, FD: 3,
		Args: capture.Arguments{Length: 4096}, Enter: time.Unix(1_800_000_000, 123_456_789), Exit: time.Unix(1_800_000_000, 123_556_789),
		Result: 11, Local: netip.MustParseAddrPort("127.0.0.1:40001"), Remote: netip.MustParseAddrPort("127.0.0.1:12000"),
		Data: []byte("HELLO WORLD"), Size: 4096, Inode: 123456,
	}
	c.Code.File, c.Code.Line, c.Code.Text = "client.py", 12, "data = s.recv(4096)"
	return capture.Entry{Call: c}
}

func BenchmarkWriteCall(b *testing.B) {
	w, err := NewWriter(io.Discard, capture.Origin{Interface: "lo"}, capture.LinkEthernet)
	if err != nil {
		b.Fatal(err)
	}
	e := traced()
	b.ReportAllocs()
	for b.Loop() {
		if err := w.Write(e); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkReadCall(b *testing.B) {
	var file bytes.Buffer
	w, err := NewWriter(&file, capture.Origin{Interface: "lo"}, capture.LinkEthernet)
	for e := traced(); err == nil && file.Len() < 1<<20; {
		err = w.Write(e)
	}
	if err != nil {
		b.Fatal(err)
	}
	r, err := NewReader(bytes.NewReader(file.Bytes()))
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err = r.Next(); errors.Is(err, io.EOF) {
			r, err = NewReader(bytes.NewReader(file.Bytes()))
		}
		if err != nil {
			b.Fatal(err)
		}
	}
}
