package room

import (
	"net/http"
	"testing"
)

// What goes on is asked for as it is then, and told of when there is another; it is steered by numbers that it has,
// and nothing of it is guessed.
func TestPicture(t *testing.T) {
	h := open(t, Options{GoesOn: true, Quiet: 1})
	picture := func() (int, string) { return h.ask(h.request("GET", "/picture", "")) }
	if status, _ := picture(); status != http.StatusNotFound {
		t.Errorf("before there is any: %d", status)
	}
	c := h.sit()
	steers := func() <-chan struct{} {
		pages, step, steers := h.Open()
		if pages != 1 || step != -1 {
			t.Errorf("%d pages are open, at step %d", pages, step)
		}
		return steers
	}()
	for n, p := range []Edition{{Text: []byte(`{"a":1}`), First: 16, Last: 32, Packets: 2}, {Text: []byte(`{"a":2}`), First: 32, Last: 48, Packets: 3}} {
		size, err := h.Show(&p)
		if err != nil || size == 0 {
			t.Fatal(size, err)
		}
		c.await(func(b *bulletin) bool { return *b.News == newsOf{Picture: n + 1, First: p.First, Packets: p.Packets} })
		if status, body := picture(); status != http.StatusOK || body != []string{`{"number":1,"a":1}`, `{"number":2,"a":2}`}[n] {
			t.Errorf("%d %s", status, body)
		}
	}
	for body, want := range map[string]int{
		`{"step":49,"mark":-1}`: 422, `{"step":-1,"mark":49}`: 422, `{"step":32,"mark":-1,"guess":true}`: 422,
		`{"step":32,"mark":-1,"ask":{"step":48,"options":2}}`: 422, `{"step":48,"mark":16}`: 204,
	} {
		if got, text := h.ask(h.request("POST", "/control", body, "Authorization: Bearer "+secret)); got != want {
			t.Errorf("%s: %d %s", body, got, text)
		}
	}
	<-steers
	h.Came(7, true)
	c.await(func(b *bulletin) bool {
		return b.Step == 48 && *b.News == newsOf{Picture: 2, First: 32, Packets: 7, Over: true}
	})
	for _, headers := range [][]string{{"Host: evil.example"}, {"Origin: http://evil.example"}, {"Sec-Fetch-Site: cross-site"}} {
		if status, _ := h.ask(h.request("GET", "/picture", "", headers...)); status != http.StatusMisdirectedRequest && status != http.StatusForbidden {
			t.Errorf("%s: %d", headers, status)
		}
	}
}

// A page that is whole has no pictures besides.
func TestNoPicture(t *testing.T) {
	h := open(t, Options{})
	if status, _ := h.ask(h.request("GET", "/picture", "")); status != http.StatusNotFound {
		t.Errorf("it is %d", status)
	}
	if c := h.sit(); c.now.News != nil {
		t.Errorf("it is told %s", c.raw)
	}
}
