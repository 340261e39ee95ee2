package servers

import "net/netip"

// SetFastOpen returns ErrUnsupported: TCP Fast Open has other calls here.
func (*Socket) SetFastOpen(int) error { return ErrUnsupported }

// SendFastOpen returns ErrUnsupported, as SetFastOpen does.
func (*Socket) SendFastOpen([]byte, netip.AddrPort) (int, error) { return -1, ErrUnsupported }
