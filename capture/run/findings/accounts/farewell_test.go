package accounts

import (
	"testing"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/capture/run"
)

func TestIsFarewell(t *testing.T) {
	sealed := append([]byte{23, 3, 3, 0, 19}, make([]byte, 19)...)
	for name, c := range map[string]struct {
		payload []byte
		want    bool
	}{
		"nothing":                   {nil, false},
		"an alert":                  {[]byte{21, 3, 3, 0, 2, 1, 0}, true},
		"an alert, encrypted":       {sealed, true},
		"more than an alert":        {append(sealed, 23), false},
		"data":                      {append([]byte{23, 3, 3, 0, 22}, make([]byte, 22)...), false},
		"a text":                    {[]byte("\x15hello"), false},
		"the beginning of an alert": {[]byte{21, 3}, true},
		"the beginning of data":     {[]byte{23, 3, 3}, false},
	} {
		m := &run.Moment{Observation: flow.Observation{Packet: &capture.Packet{Payload: c.payload}}}
		if got := IsFarewell(m); got != c.want {
			t.Errorf("%s: %t", name, got)
		}
	}
}
