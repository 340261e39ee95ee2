package repairs

import (
	"fmt"

	"wireladder/capture"
	"wireladder/capture/run"
	"wireladder/capture/run/findings"
	"wireladder/render/quantity"
	"wireladder/render/words/verdicts/naming"
)

// OfFailedCall says which call has brought about the exception that ends a program, and why that
// has failed, as far as its error tells.
func OfFailedCall(f *findings.Finding) (why, repair string) {
	m, c := f.Moments[0], f.Moments[0].Call
	switch listens := f.Other.Role == run.Listening; {
	case c == nil:
		return "", ""
	case c.Does(capture.Accepts) && c.Errno == "EINVAL" && f.Other.Role == run.Active:
		return fmt.Sprintf("accept() on %s fails%s, for that socket is connected itself, to %v. ", naming.FD(f.Other), naming.At(m), f.Other.Remote), "receive with recv() on the socket that has called connect(); accept() is for one that listens"
	case c.Does(capture.Accepts) && c.Errno == "EINVAL" && !listens:
		return fmt.Sprintf("accept() on %s fails%s, for listen() was not called before. ", naming.FD(f.Other), naming.At(m)), "call listen() behind bind()"
	case listens && (c.Does(capture.Sends) || c.Does(capture.Receives)):
		return fmt.Sprintf("%s() on %s, which listens, fails%s. ", naming.Written(m), naming.FD(f.Other), naming.At(m)), "send and receive with the socket that accept() returns"
	case c.Does(capture.Closes):
		return fmt.Sprintf("The socket that it uses is not open any more: it has closed %s, which listened, before%s. ", naming.FD(f.Other), naming.At(m)), "close the listening socket only when no client is to come any more; it is another one than that of a client"
	case c.Does(capture.Polls):
		return fmt.Sprintf("It has waited for %s on %s%s, and nothing has come. ", quantity.Duration(c.Exit.Sub(c.Enter)), naming.FD(f.Other), naming.At(m)), ""
	}
	if misuse := MisuseOf(m); misuse.Why != "" {
		return fmt.Sprintf("%s() on %s fails%s: %s. ", naming.Written(m), naming.FD(f.Other), naming.At(m), misuse.Why), misuse.Repair
	}
	if c.Errno == "" {
		return "", ""
	}
	return fmt.Sprintf("%s() on %s fails with %s%s. ", naming.Written(m), naming.FD(f.Other), c.Errno, naming.At(m)), ""
}
