package lab

import (
	"errors"
	"slices"

	"wireladder/capture/netstat"
	"wireladder/capture/sockdiag"
)

// openView opens a view of the network that the calling thread is in: of its sockets,
// and if it is private of its counters. A system that does not tell of them has none:
// that is no failure.
func (l *Lab) openView(host string, private bool) error {
	v := sockdiag.View{Host: host}
	var err, countErr error
	if v.Reader, err = sockdiag.Open(); err == nil {
		l.opened = append(l.opened, v.Reader.Close)
	}
	if private {
		if v.Counters, countErr = netstat.Open(); countErr == nil {
			l.opened = append(l.opened, v.Counters.Close)
		}
	}
	if v.Reader != nil || v.Counters != nil {
		l.views = append(l.views, v)
	}
	return errors.Join(unlessUnsupported(err), unlessUnsupported(countErr))
}

// AsksForSockets reports whether a kernel can be asked for its sockets.
func (l *Lab) AsksForSockets() bool {
	return slices.ContainsFunc(l.views, func(v sockdiag.View) bool { return v.Reader != nil })
}

// unlessUnsupported returns the error, unless it is that a system cannot be asked.
func unlessUnsupported(err error) error {
	if errors.Is(err, sockdiag.ErrUnsupported) || errors.Is(err, netstat.ErrUnsupported) {
		return nil
	}
	return err
}
