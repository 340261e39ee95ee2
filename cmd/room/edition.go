package room

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"net/http"
	"time"
)

// Edition is what a page is shown of what goes on, in place of what it was shown before.
type Edition struct {
	Text    []byte // an object of JSON with at least one field, which is not changed any more
	First   int    // the number of its first step: the lecturer may be at this and later ones
	Last    int    // the number of its last step; -1: it has none
	Packets int    // that have come until then
	Over    bool   // nothing more comes
}

// shownEdition is an Edition as it is sent.
type shownEdition struct {
	Edition
	number       int // 0: there is none
	text, packed []byte
}

// newsOf is what pages are told of the picture that there is.
type newsOf struct {
	Picture int  `json:"picture"` // its number
	First   int  `json:"first"`   // step of it
	Packets int  `json:"packets"` // that have come
	Over    bool `json:"over,omitempty"`
}

// Show has all pages show a picture: each asks for it when it is ready for it, and is given the one that there is
// then. It returns how many octets that is. It is for one goroutine at a time.
func (m *Meeting) Show(p *Edition) (size int, err error) {
	now := shownEdition{Edition: *p, number: m.pictureNow().number + 1}
	now.text = fmt.Appendf(nil, `{"number":%d,`, now.number)
	now.text = append(now.text, bytes.TrimPrefix(p.Text, []byte("{"))...)
	if now.packed, err = packed(now.text, gzip.BestSpeed); err != nil {
		return 0, err
	}
	now.Text = nil // it is there twice else
	m.mutex.Lock()
	defer m.mutex.Unlock()
	m.picture = now
	m.publish()
	return len(now.packed), nil
}

// Came tells pages that so many packets have come, though they are shown no picture of them.
func (m *Meeting) Came(packets int, over bool) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	m.picture.Packets, m.picture.Over = packets, over
	m.publishSoon()
}

// packed returns data as gzip has it.
func packed(data []byte, level int) ([]byte, error) {
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, level)
	if err != nil {
		return nil, err
	}
	if _, err := z.Write(data); err != nil {
		return nil, err
	}
	err = z.Close()
	return b.Bytes(), err
}

// pictureNow returns the picture that there is.
func (m *Meeting) pictureNow() shownEdition {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	return m.picture
}

// Open returns how many pages are open, and which step the lecturer is at: a picture without it would take it away
// from all; -1: he is at the newest. When he steers next, what is returned last is closed.
func (m *Meeting) Open() (pages, step int, steers <-chan struct{}) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	return len(m.followers), m.steered.Step, m.moved
}

// news returns what is told of the picture; nil: nothing, of a page that is whole.
func (m *Meeting) news() *newsOf {
	if !m.options.GoesOn {
		return nil
	}
	p := &m.picture
	return &newsOf{Picture: p.number, First: p.First, Packets: p.Packets, Over: p.Over}
}

// steps returns the number behind that of the last step.
func (m *Meeting) steps() int {
	if m.options.GoesOn {
		return m.pictureNow().Last + 1
	}
	return m.options.Steps
}

// servePicture sends the picture that there is.
func (m *Meeting) servePicture(w http.ResponseWriter, r *http.Request) {
	p := m.pictureNow()
	if p.number == 0 {
		http.Error(w, "there is nothing yet", http.StatusNotFound)
		return
	}
	_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(m.options.Write)) // it is held as long
	w.Header().Set("Content-Type", "application/json")
	sendPacked(w, r, p.text, p.packed)
}
