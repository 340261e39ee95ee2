package watch

import (
	"bufio"
	"encoding/json"
	"io"
	"net/http"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"wireladder/capture"
	"wireladder/capture/netns/netnstest"
)

// news is what the stream of a page tells of what comes.
type news struct {
	Live struct{ Picture, Packets int }
}

// ask sends a request to a page that is served.
func ask(t *testing.T, method, link, body string, headers map[string]string) *http.Response {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, link, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range headers {
		if r.Header.Set(name, value); name == "Host" {
			r.Host = value
		}
	}
	got, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = got.Body.Close() })
	return got
}

// What comes is told to who follows a page, and is on it, but for what the page itself sends; it is steered by the
// lecturer alone. A file has the same; the end is told to followers, and totals to the lecturer.
func TestWatchServesPage(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	name := filepath.Join(t.TempDir(), "run.pcapng")
	s, end := started(t, "--web", "-o", name)
	s.await(t, "lecture: ")
	links := regexp.MustCompile(`follow:  (http://127\.0\.0\.1:\d+)/\nlecture: .*#lecturer=(\w+)\n`).FindStringSubmatch(s.String())
	if links == nil {
		t.Fatalf("no links:\n%s", s)
	}
	link, token := links[1], links[2]
	stream := bufio.NewScanner(ask(t, http.MethodGet, link+"/events", "", nil).Body)
	arrived := make(chan news, 100)
	go func() {
		defer close(arrived)
		for stream.Scan() {
			var n news
			if data, ok := strings.CutPrefix(stream.Text(), "data: "); ok && json.Unmarshal([]byte(data), &n) == nil && n.Live.Picture > 0 {
				arrived <- n
			}
		}
	}()
	send(t)
	if n := <-arrived; n.Live.Packets == 0 {
		t.Errorf("it is told %+v", n)
	}
	picture, err := io.ReadAll(ask(t, http.MethodGet, link+"/picture", "", nil).Body)
	if err != nil || !strings.Contains(string(picture), "UDP len=5") || strings.Contains(string(picture), "SYN") {
		t.Errorf("the picture: %.1000s, %v", picture, err)
	}
	own := map[string]string{"Content-Type": "application/json", "Origin": link}
	if got := ask(t, http.MethodPost, link+"/control", `{"step":16,"mark":-1}`, own); got.StatusCode != http.StatusForbidden {
		t.Errorf("who has no token: %s", got.Status)
	}
	own["Authorization"] = "Bearer " + token
	if got := ask(t, http.MethodPost, link+"/control", `{"step":16,"mark":-1}`, own); got.StatusCode != http.StatusNoContent {
		t.Errorf("the lecturer: %s", got.Status)
	}
	if got := ask(t, http.MethodGet, link+"/picture", "", map[string]string{"Host": "evil.example"}); got.StatusCode != http.StatusMisdirectedRequest {
		t.Errorf("another name of it: %s", got.Status)
	}
	end()
	for range arrived { // the stream ends
	}
	if got := s.String(); !regexp.MustCompile(`packets?, .*; the capture lost none; those of the page are left out; kept in`).MatchString(got) {
		t.Errorf("no totals:\n%s", got)
	}
	for _, p := range protocolsIn(t, name) {
		if p != capture.UDP {
			t.Errorf("%v is in the file", p)
		}
	}
}
