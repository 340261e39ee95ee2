package room

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// What is not from the page itself, or is not of it, is refused, and nothing is changed by it.
func TestRefused(t *testing.T) {
	h := open(t, Options{})
	port := h.url[strings.LastIndex(h.url, ":"):]
	const sound, lecturer = `{"step":1,"mark":-1,"guess":false}`, "Authorization: Bearer " + secret
	for name, c := range map[string]struct {
		method, path, body string
		headers            []string
		want               int
	}{
		"the page":                {"GET", "/", "", nil, 200},
		"its head":                {"HEAD", "/", "", nil, 200},
		"localhost":               {"GET", "/", "", []string{"Host: localhost" + port}, 200},
		"another name":            {"GET", "/", "", []string{"Host: evil.example" + port}, 421},
		"a name that is like it":  {"GET", "/", "", []string{"Host: 127.0.0.1.evil.example" + port}, 421},
		"another port":            {"GET", "/", "", []string{"Host: 127.0.0.1:1"}, 421},
		"no port":                 {"GET", "/events", "", []string{"Host: 127.0.0.1"}, 421},
		"another address":         {"GET", "/events", "", []string{"Host: 127.0.0.2" + port}, 421},
		"a stream for others":     {"GET", "/events", "", []string{"Origin: http://evil.example"}, 403},
		"a stream across sites":   {"GET", "/events", "", []string{"Sec-Fetch-Site: cross-site"}, 403},
		"a file":                  {"GET", "/index.html", "", nil, 404},
		"a folder":                {"GET", "/../../etc/passwd", "", nil, 404},
		"a path that is escaped":  {"GET", "/%2e%2e/", "", nil, 404},
		"another method":          {"PUT", "/", "", nil, 405},
		"deletion":                {"DELETE", "/events", "", nil, 405},
		"options":                 {"OPTIONS", "/control", "", nil, 405},
		"a trace":                 {"TRACE", "/", "", nil, 405},
		"posted to the page":      {"POST", "/", "{}", nil, 405},
		"steering by GET":         {"GET", "/control", "", []string{lecturer}, 405},
		"a body of GET":           {"GET", "/", "x", nil, 400},
		"no token":                {"POST", "/control", sound, nil, 403},
		"a wrong token":           {"POST", "/control", sound, []string{"Authorization: Bearer SECREX"}, 403},
		"a token that is longer":  {"POST", "/control", sound, []string{lecturer + "x"}, 403},
		"a token that is shorter": {"POST", "/control", sound, []string{"Authorization: Bearer SECRE"}, 403},
		"an empty token":          {"POST", "/control", sound, []string{"Authorization: Bearer "}, 403},
		"another scheme":          {"POST", "/control", sound, []string{"Authorization: Basic " + secret}, 403},
		"a token in the address":  {"POST", "/control?token=" + secret, sound, nil, 403},
		"claimed without token":   {"POST", "/claim", "{}", nil, 403},
		"from another page":       {"POST", "/control", sound, []string{lecturer, "Origin: http://evil.example"}, 403},
		"from a sandbox":          {"POST", "/control", sound, []string{lecturer, "Origin: null"}, 403},
		"from nowhere":            {"POST", "/control", sound, []string{lecturer, "Origin: "}, 403},
		"from the wrong port":     {"POST", "/control", sound, []string{lecturer, "Origin: http://127.0.0.1:1"}, 403},
		"by TLS":                  {"POST", "/control", sound, []string{lecturer, "Origin: https://127.0.0.1" + port}, 403},
		"across sites":            {"POST", "/control", sound, []string{lecturer, "Sec-Fetch-Site: same-site"}, 403},
		"a form":                  {"POST", "/control", sound, []string{lecturer, "Content-Type: text/plain"}, 415},
		"no step":                 {"POST", "/control", `{"step":100,"mark":-1}`, []string{lecturer}, 422},
		"no mark":                 {"POST", "/control", `{"step":1,"mark":-2}`, []string{lecturer}, 422},
		"no answers":              {"POST", "/control", `{"step":1,"mark":-1,"ask":{"step":2,"options":0}}`, []string{lecturer}, 422},
		"too many answers":        {"POST", "/control", `{"step":1,"mark":-1,"ask":{"step":2,"options":10}}`, []string{lecturer}, 422},
		"too large":               {"POST", "/control", `{"step":` + strings.Repeat(" ", mostBody) + `1}`, []string{lecturer}, 413},
		"a vote that is large":    {"POST", "/vote", strings.Repeat("[", mostBody+1), nil, 413},
		"no JSON":                 {"POST", "/control", `step=1`, []string{lecturer}, 400},
		"the lecturer":            {"POST", "/control", `{"step":-1,"mark":-1}`, []string{lecturer}, 204},
	} {
		if got, body := h.ask(h.request(c.method, c.path, c.body, c.headers...)); got != c.want {
			t.Errorf("%s: %d, want %d: %s", name, got, c.want, body)
		}
	}
	if h.steered.Step != -1 || h.poll.number != 0 {
		t.Errorf("it is at %+v, %+v", h.steered, h.poll)
	}
	got, err := http.DefaultClient.Do(h.request("GET", "/", "", "X-Large: "+strings.Repeat("x", 2*mostHeader)))
	if err != nil {
		return // it was closed while more was to come
	}
	defer got.Body.Close() //nolint:errcheck // it is not read
	if got.StatusCode != http.StatusRequestHeaderFieldsTooLarge {
		t.Errorf("a large header: %d", got.StatusCode)
	}
}

// Whatever comes back, browsers are told not to make more of it than it is.
func TestHeaders(t *testing.T) {
	h := open(t, Options{})
	for _, path := range []string{"/", "/nothing"} {
		got, err := http.DefaultClient.Do(h.request("GET", path, ""))
		if err != nil {
			t.Fatal(err)
		}
		_ = got.Body.Close()
		for name, want := range map[string]string{
			"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cross-Origin-Resource-Policy": "same-origin",
			"Cache-Control": "no-store",
		} {
			if got.Header.Get(name) != want {
				t.Errorf("%s: %s: %q", path, name, got.Header.Get(name))
			}
		}
		if p := got.Header.Get("Content-Security-Policy"); !strings.HasPrefix(p, "default-src 'none'") || got.Header.Get("Set-Cookie") != "" {
			t.Errorf("%s: policy %q, cookie %q", path, p, got.Header.Get("Set-Cookie"))
		}
	}
}

// A room that is full takes nobody more, but the lecturer steers on, and there is a place again when one has gone.
func TestFullRoom(t *testing.T) {
	h := open(t, Options{Most: 2})
	a, b := h.sit(), h.sit()
	if status, _ := h.ask(h.request("GET", "/events", "")); status != http.StatusServiceUnavailable {
		t.Errorf("a third: %d", status)
	}
	h.control("", `{"step":3,"mark":-1,"guess":false}`)
	b.await(at(3))
	_ = a.body.Close()
	h.awaitSize(1)
	h.sit().await(at(3))
}

// Whatever is sent to it, a meeting is at a step that there is.
func FuzzControl(f *testing.F) {
	for _, seed := range []string{`{"step":1,"mark":-1,"guess":true,"ask":{"step":2,"options":4},"bars":true}`, `{}`, `{"step":1e9}`, `[]`, `{"ask":{}}`, "\x00"} {
		f.Add(seed, "/control")
		f.Add(seed, "/vote")
		f.Add(seed, "/claim")
	}
	f.Fuzz(func(t *testing.T, body, path string) {
		m, err := New(Options{Steps: 3, Token: secret, Hosts: []string{"room"}})
		if err != nil {
			t.Fatal(err)
		}
		r := httptest.NewRequest(http.MethodPost, "http://room/", strings.NewReader(body))
		r.URL.Path = path
		r.Host = "room"
		r.Header.Set("Origin", "http://room")
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Authorization", "Bearer "+secret)
		m.ServeHTTP(httptest.NewRecorder(), r)
		if c := &m.steered; !m.isSound(c) {
			t.Errorf("%q leads to %+v", body, c)
		}
	})
}
