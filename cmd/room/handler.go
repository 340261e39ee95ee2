package room

import (
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"
)

var _ http.Handler = (*Meeting)(nil)

// What requests may have at most.
const (
	mostBody   = 1 << 10         // octets
	mostHeader = 8 << 10         // octets
	bodyTime   = 5 * time.Second // for all of a body to come
)

// streamHeader is the header of who says which stream is his.
const streamHeader = "Wireladder-Stream"

// ServeHTTP answers a request: there is the page, its stream, and what the lecturer and followers send.
func (m *Meeting) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	protect(w.Header())
	if status, why := m.refuses(r); status != 0 {
		w.Header().Set("Connection", "close")
		http.Error(w, why, status)
		return
	}
	paths := map[string]answerer{
		"/":        {"GET, HEAD", m.servePage},
		"/events":  {"GET", m.stream},
		"/claim":   {"POST", m.serveClaim},
		"/control": {"POST", m.serveControl},
		"/vote":    {"POST", m.serveVote},
	}
	if m.options.GoesOn {
		paths["/picture"] = answerer{"GET", m.servePicture}
	}
	at, ok := paths[r.URL.Path]
	switch {
	case !ok:
		http.Error(w, "there is nothing here but the page: /", http.StatusNotFound)
	case !slices.Contains(strings.Split(at.methods, ", "), r.Method):
		w.Header().Set("Allow", at.methods)
		http.Error(w, "it takes "+at.methods, http.StatusMethodNotAllowed)
	default:
		at.by(w, r)
	}
}

// answerer is what answers requests, by some methods.
type answerer struct {
	methods string
	by      http.HandlerFunc
}

// protect sets what browsers are not to do with an answer. A page has a policy of its own.
func protect(h http.Header) {
	h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cache-Control", "no-store")
}

// refuses returns why a request is not answered; a status of 0: it is.
func (m *Meeting) refuses(r *http.Request) (status int, why string) {
	posted := r.Method == http.MethodPost
	origin, site := r.Header.Get("Origin"), r.Header.Get("Sec-Fetch-Site")
	switch {
	case !m.isHost(r):
		return http.StatusMisdirectedRequest, "this is no address of this page"
	case posted && origin == "", origin != "" && origin != "http://"+r.Host:
		return http.StatusForbidden, "this comes from another page"
	case r.URL.Path != "/" && site != "" && site != "same-origin":
		return http.StatusForbidden, "this comes from another page"
	case posted && r.Header.Get("Content-Type") != "application/json":
		return http.StatusUnsupportedMediaType, "it takes application/json"
	case !posted && r.ContentLength != 0:
		return http.StatusBadRequest, "there is nothing to send here"
	}
	return 0, ""
}

// isHost reports whether a request is for the address that it came to, or for a name that the page was
// told: not for one that somebody else has lead to this address (DNS rebinding).
func (m *Meeting) isHost(r *http.Request) bool {
	if slices.Contains(m.options.Hosts, r.Host) {
		return true
	}
	at, ok := r.Context().Value(http.LocalAddrContextKey).(*net.TCPAddr)
	if !ok {
		return false
	}
	local := netip.AddrPortFrom(at.AddrPort().Addr().Unmap().WithZone(""), at.AddrPort().Port())
	host, port, err := net.SplitHostPort(r.Host)
	if err != nil {
		host, port = strings.Trim(r.Host, "[]"), "80"
	}
	if port != strconv.Itoa(int(local.Port())) {
		return false
	}
	if named, err := netip.ParseAddr(host); err == nil {
		return named.Unmap() == local.Addr()
	}
	return host == "localhost" && local.Addr().IsLoopback()
}

// servePage sends the page.
func (m *Meeting) servePage(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Security-Policy", m.options.Policy)
	sendPacked(w, r, m.options.Page, m.packed)
}

// sendPacked sends something, packed if the browser takes that.
func sendPacked(w http.ResponseWriter, r *http.Request, data, packed []byte) {
	h := w.Header()
	h.Set("Vary", "Accept-Encoding")
	if slices.Contains(strings.Split(strings.ReplaceAll(r.Header.Get("Accept-Encoding"), " ", ""), ","), "gzip") {
		h.Set("Content-Encoding", "gzip")
		data = packed
	}
	h.Set("Content-Length", strconv.Itoa(len(data)))
	if r.Method == http.MethodGet {
		_, _ = w.Write(data) // who does not take it need not be told
	}
}

// serveClaim makes a stream the lecturer's.
func (m *Meeting) serveClaim(w http.ResponseWriter, r *http.Request) {
	if m.isLecturer(w, r) && take(w, r, &struct{}{}) {
		m.claim(r.Header.Get(streamHeader))
		w.WriteHeader(http.StatusNoContent)
	}
}

// serveControl takes over where the lecturer is.
func (m *Meeting) serveControl(w http.ResponseWriter, r *http.Request) {
	var c Control
	switch {
	case !m.isLecturer(w, r) || !take(w, r, &c):
	case !m.isSound(&c):
		http.Error(w, "there is no such step", http.StatusUnprocessableEntity)
	default:
		name := r.Header.Get(streamHeader)
		m.claim(name)
		m.steer(&c, name)
		w.WriteHeader(http.StatusNoContent)
	}
}

// serveVote takes an answer to a question.
func (m *Meeting) serveVote(w http.ResponseWriter, r *http.Request) {
	var v struct {
		Poll   int `json:"poll"`
		Answer int `json:"answer"`
	}
	switch {
	case !take(w, r, &v):
	case !m.vote(r.Header.Get(streamHeader), v.Poll, v.Answer):
		http.Error(w, "nobody asks for that, or not any more", http.StatusConflict)
	default:
		w.WriteHeader(http.StatusNoContent)
	}
}

// isLecturer reports whether a request has the lecturer's token, and else refuses it.
func (m *Meeting) isLecturer(w http.ResponseWriter, r *http.Request) bool {
	token, bears := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if bears && m.knows(token) {
		return true
	}
	w.Header().Set("Connection", "close")
	http.Error(w, "only the lecturer's link steers", http.StatusForbidden)
	return false
}

// take reads a body, which is one object of JSON with these fields and no others. It reports whether it
// was, and else refuses it.
func take(w http.ResponseWriter, r *http.Request, into any) bool {
	_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(bodyTime))
	d := json.NewDecoder(http.MaxBytesReader(w, r.Body, mostBody))
	d.DisallowUnknownFields()
	err := d.Decode(into)
	if err == nil && d.More() {
		err = errors.New("there is more")
	}
	var large *http.MaxBytesError
	switch {
	case err == nil:
		return true
	case errors.As(err, &large):
		http.Error(w, "it is too large", http.StatusRequestEntityTooLarge)
	default:
		w.Header().Set("Connection", "close")
		http.Error(w, "it can't be read", http.StatusBadRequest)
	}
	return false
}
