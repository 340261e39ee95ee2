package sink

import (
	"wireladder/capture/run"
	"wireladder/render/html"
)

// pageSink draws a page, which shows the octets of each packet besides.
type pageSink struct {
	*pictureSink
	page *html.Painter
}

var _ Sink = pageSink{}

// Moment implements Sink.
func (v pageSink) Moment(m *run.Moment) error {
	if p := m.Entry.Packet; p != nil && !v.over && m.CopyOf == 0 && v.View.Made == nil {
		v.page.Frames.Add(&m.Observation)
	}
	return v.pictureSink.Moment(m)
}
