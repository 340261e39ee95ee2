package jsonl

import "wireladder/capture"

// Snapshot writes the line of what a kernel said of its sockets.
func (w *Writer) Snapshot(s *capture.Snapshot) error {
	w.buffer = w.appendSnapshot(w.buffer, s)
	return w.flushFull()
}

// appendSnapshot appends the object of a snapshot.
func (w *Writer) appendSnapshot(b []byte, s *capture.Snapshot) []byte {
	b = append(b, `{"sockets":[`...)
	for i := range s.Sockets {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendSocket(b, &s.Sockets[i])
	}
	b = w.clock.append(appendKey(append(b, ']'), "time"), s.Time)
	return append(appendText(b, "host", s.Host), '}', '\n')
}

// appendSocket appends the object of one socket. The two queues and the inode
// always stand there, for 0 says something.
func appendSocket(b []byte, k *capture.KernelSocket) []byte {
	b = appendString(append(b, `{"proto":`...), k.Proto.String())
	b = appendText(b, "state", k.State)
	b = appendSocketAddr(b, "local", k.Local)
	b = appendSocketAddr(b, "remote", k.Remote)
	b = appendInt(b, "recvq", int64(k.RecvQueue))
	b = appendInt(b, "sendq", int64(k.SendQueue))
	return append(appendInt(b, "inode", int64(k.Inode)), '}')
}
