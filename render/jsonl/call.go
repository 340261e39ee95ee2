package jsonl

import (
	"encoding/base64"
	"net/netip"
	"time"
	"unicode/utf8"

	"wireladder/capture"
	"wireladder/capture/code"
)

// appendCall appends the object of a socket call.
func (w *Writer) appendCall(b []byte, c *capture.Call) []byte {
	b = appendString(append(b, `{"call":`...), c.Name)
	b = w.clock.append(appendKey(b, "time"), c.Key())
	b = appendString(appendKey(b, "proto"), c.Proto.String())
	b = appendText(b, "process", c.Process.Name)
	b = appendInt(b, "pid", int64(c.Process.PID))
	b = appendInt(b, "fd", int64(c.FD))
	b = appendText(b, "args", c.ArgsText())
	b = w.appendTime(b, "enter", c.Enter)
	b = w.appendTime(b, "exit", c.Exit)
	if c.Returned() {
		b = appendInt(b, "result", c.Result)
	}
	b = appendText(b, "errno", c.Errno)
	b = appendSocketAddr(b, "local", c.Local)
	b = appendSocketAddr(b, "remote", c.Remote)
	b = appendInt(appendData(b, c.Data), "size", int64(c.Size))
	b = appendCode(b, c.Code)
	return append(b, '}', '\n')
}

// appendCode appends where a call stands in its program's text, if that is known.
func appendCode(b []byte, s code.Line) []byte {
	if s.Line == 0 {
		return b
	}
	return appendText(appendString(appendKey(b, "source"), s.String()), "code", s.Text)
}

// appendTime appends a further field that is a time, unless it is zero.
func (w *Writer) appendTime(b []byte, key string, t time.Time) []byte {
	if t.IsZero() {
		return b
	}
	return w.clock.append(appendKey(b, key), t)
}

// appendSocketAddr appends an endpoint of a socket, if it has one.
func appendSocketAddr(b []byte, key string, a netip.AddrPort) []byte {
	if !a.IsValid() {
		return b
	}
	return appendAddrPort(appendKey(b, key), a, true)
}

// appendData appends what a call sent or received: as text where it is text, so
// that nothing is lost in base64 (RFC 4648 §4) where it is not.
func appendData(b, data []byte) []byte {
	switch {
	case data == nil:
		return b
	case utf8.Valid(data):
		return appendString(appendKey(b, "data"), string(data))
	}
	b = append(appendKey(b, "data_base64"), '"')
	return append(base64.StdEncoding.AppendEncode(b, data), '"')
}
