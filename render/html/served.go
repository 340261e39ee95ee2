package html

import (
	_ "embed"
	"encoding/json"
)

// Served is what a page is told that is served to a room, and no file: see cmd/room.
type Served struct {
	Room string   `json:"room"` // the name of the meeting, by which pages of another are known
	Link string   `json:"link"` // of whoever follows
	Code []string `json:"code"` // the link as a QR code, with its quiet zone: a "#" is dark
	Near string   `json:"near"` // why the link is not for others; "": it is
	// GoesOn is that more may come: the page asks for each Update that there is, and shows it in place of the last.
	GoesOn bool `json:"goesOn,omitempty"`
}

//go:embed room.js
var roomCode string

//go:embed room.css
var roomLooks string

// element is what a page is told, as an element of it.
func (s *Served) element() (string, error) {
	told, err := json.Marshal(s) // it escapes <, > and &
	return `<script type="application/json" id="room">` + string(told) + `</script>` + "\n", err
}

// ServedPolicy returns the content security policy of pages that are served, as their header is to
// have it: as strict as that of a file, but for what they ask their own server.
func ServedPolicy() string {
	script, style := assets(true)
	return policy(script, style) + "; connect-src 'self'; frame-ancestors 'none'"
}
