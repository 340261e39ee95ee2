package room

import (
	"encoding/json"
	"fmt"
	"net/http"
	"time"
)

// stream sends a page what is so, and then again whenever that has changed, as server-sent events
// (HTML, section 9.2). A page that is slow is sent what is so when it can take it, and nothing that was
// so in between.
func (m *Meeting) stream(w http.ResponseWriter, r *http.Request) {
	name, f := m.join()
	if f == nil {
		w.Header().Set("Retry-After", "5")
		http.Error(w, "the room is full", http.StatusServiceUnavailable)
		return
	}
	defer m.leave(name)
	to := &eventWriter{w: w, control: http.NewResponseController(w), patience: m.options.Write}
	_ = to.control.SetReadDeadline(time.Time{}) // nothing more is to come
	w.Header().Set("Content-Type", "text/event-stream")
	hello, _ := json.Marshal(map[string]string{"stream": name, "room": m.options.Name})
	if to.event("hello", hello) != nil {
		return
	}
	beat := time.NewTicker(m.options.Beat)
	defer beat.Stop()
	claimed, told := f.claimed, m.now(f)
	for err := to.event("message", told.text); err == nil; {
		select {
		case <-told.changed:
			told = m.now(f)
			err = to.event("message", told.text)
		case <-claimed:
			claimed, told = nil, m.now(f)
			err = to.event("message", told.text)
		case <-beat.C:
			err = to.event("beat", []byte("1"))
		case <-m.ended:
			_ = to.event("end", []byte("1")) // who is not there any more need not be told
			return
		case <-r.Context().Done():
			return
		}
	}
}

// eventWriter sends events to one page.
type eventWriter struct {
	w        http.ResponseWriter
	control  *http.ResponseController
	patience time.Duration
}

// event sends an event, whose data has no line break. The error is that the page has gone, or is too
// slow.
func (e *eventWriter) event(kind string, data []byte) error {
	if err := e.control.SetWriteDeadline(time.Now().Add(e.patience)); err != nil {
		return err
	}
	if _, err := fmt.Fprintf(e.w, "event: %s\ndata: %s\n\n", kind, data); err != nil {
		return err
	}
	return e.control.Flush()
}
