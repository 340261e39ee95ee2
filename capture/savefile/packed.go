package savefile

import (
	"wireladder/capture/pcapng"
	"wireladder/capture/savefile/packed"
)

// unpack returns a window of the unpacked file, and what it was packed with. A
// file is unpacked once only: a packed file in a packed file is no capture.
func unpack(w *pcapng.Window) (*pcapng.Window, string, error) {
	head, _ := w.Peek(4) // an error will be there again
	kind := packed.With(head)
	if kind == "" {
		return w, "", nil
	}
	unpacked, err := packed.NewReader(kind, w.Rest())
	if err != nil {
		return nil, kind, &pcapng.PlaceError{Packet: 1, Packed: kind, Err: cutOff(err)}
	}
	return pcapng.NewWindow(unpacked), kind, nil
}
