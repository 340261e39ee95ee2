//go:build browser

package html_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp/kb"
	"github.com/google/go-cmp/cmp"

	"wireladder/cmd/room"
	"wireladder/render"
	"wireladder/render/html"
)

// hall is a room that a page is served to.
type hall struct {
	t    *testing.T
	url  string
	code string // the lecturer's token

	meeting *room.Meeting

	mutex sync.Mutex
	conns []net.Conn
}

// serve serves the page of a diagram until the test ends.
func serve(t *testing.T, d *render.Diagram) *hall {
	t.Helper()
	return hold(t, d, false)
}

// hold serves a page until the test ends: of a diagram, or of what goes on.
func hold(t *testing.T, d *render.Diagram, goesOn bool) *hall {
	t.Helper()
	l, err := room.Listen(t.Context(), "tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	h := &hall{t: t, url: "http://" + l.Addr().String() + "/", code: room.NewToken()}
	served := &html.Served{Room: room.NewToken(), Link: h.url, Code: []string{"# #", " # ", "# #"}, Near: "This machine alone can open it.", GoesOn: goesOn}
	m, err := room.New(room.Options{Page: paint(t, html.Painter{Served: served}, d), Policy: html.ServedPolicy(), Steps: 1000, GoesOn: goesOn, Token: h.code, Name: served.Room})
	if err != nil {
		t.Fatal(err)
	}
	h.meeting = m
	ctx, cancel := context.WithCancel(t.Context())
	over := make(chan error, 1)
	go func() { over <- m.Serve(ctx, &tapped{l, h}) }()
	t.Cleanup(func() {
		cancel()
		if err := <-over; err != nil {
			t.Error(err)
		}
	})
	return h
}

// tapped is a listener whose connections are known to a hall.
type tapped struct {
	net.Listener
	h *hall
}

// Accept returns the next one.
func (l *tapped) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err == nil {
		l.h.mutex.Lock()
		defer l.h.mutex.Unlock()
		l.h.conns = append(l.h.conns, c)
	}
	return c, err
}

// lecturer opens the page as who has the token, and follower as anybody else.
func (h *hall) lecturer(in *chromium, width, height int64) *tab {
	h.t.Helper()
	tb := visit(h.t, in, h.url, "#lecturer="+h.code, width, height)
	tb.wants(`document.body.classList.contains("leads") && document.body.classList.contains("entered")`)
	return tb
}

func (h *hall) follower(in *chromium, width, height int64) *tab {
	h.t.Helper()
	tb := visit(h.t, in, h.url, "", width, height)
	tb.wants(`document.body.classList.contains("follows") && document.body.classList.contains("entered")`)
	return tb
}

// plain is a follower without a browser.
type plain struct {
	mutex sync.Mutex
	steps []int // that it was told of
}

// plain opens the stream of the page, and reads on until the test ends.
func (h *hall) plain() *plain {
	h.t.Helper()
	r, err := http.NewRequestWithContext(h.t.Context(), http.MethodGet, h.url+"events", nil)
	if err != nil {
		h.t.Fatal(err)
	}
	got, err := (&http.Client{Transport: &http.Transport{DisableKeepAlives: true}}).Do(r)
	if err != nil {
		h.t.Fatal(err)
	}
	p := &plain{}
	go func() {
		defer got.Body.Close() //nolint:errcheck // it was read
		for lines := bufio.NewScanner(got.Body); lines.Scan(); {
			var told struct{ Step *int }
			data, _ := strings.CutPrefix(lines.Text(), "data: ")
			if json.Unmarshal([]byte(data), &told) == nil && told.Step != nil {
				p.mutex.Lock()
				p.steps = append(p.steps, *told.Step)
				p.mutex.Unlock()
			}
		}
	}()
	return p
}

// last returns the step that it was told of last.
func (p *plain) last() int {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if len(p.steps) == 0 {
		return -2
	}
	return p.steps[len(p.steps)-1]
}

// told returns the steps that it was told of, each once, however often it was told so.
func (p *plain) told() []int {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	return slices.Compact(slices.Clone(p.steps))
}

// isAt is an expression: the page has a step in hand, from 1.
func isAt(step int) string { return fmt.Sprintf("location.hash === '#step=%d'", step) }

// Three hundred follow the lecturer step by step; they may look back by themselves, and not ahead; and
// whatever a page of theirs sends, it does not steer.
func testRoom(t *testing.T, in *chromium, all map[string]*render.Diagram) {
	const many = 298
	h := serve(t, all["tcp"])
	plains := make([]*plain, many)
	for i := range plains {
		plains[i] = h.plain()
	}
	lecturer, a, b := h.lecturer(in, 1280, 720), h.follower(in, 1280, 720), h.follower(in, 390, 844)
	lecturer.wants(`document.querySelector("#seat span").textContent.startsWith("300 follow at http://127.0.0.1:")`)
	var took []string
	for step := 1; step <= 8; step++ {
		began := time.Now()
		lecturer.press(kb.ArrowRight)
		for _, tb := range []*tab{lecturer, a, b} {
			tb.wants(isAt(step) + " && " + strings.Replace(seen(step-1), "return !", "return v && !", 1))
		}
		for i, p := range plains {
			for p.last() != step-1 {
				if time.Since(began) > wantTime {
					t.Fatalf("follower %d was told of %v, not of step %d", i, p.steps, step)
				}
			}
		}
		took = append(took, time.Since(began).Round(time.Millisecond).String())
	}
	t.Logf("from a key until all have a step, and the test has seen that: %v", took)
	for i, p := range plains {
		if diff := cmp.Diff([]int{-1, 0, 1, 2, 3, 4, 5, 6, 7}, p.told()); diff != "" {
			t.Errorf("follower %d: %s", i, diff)
		}
	}
	for _, tb := range []*tab{a, b} { // what is to come is hidden, and can't be come to
		tb.wants("!" + seen(8))
		for _, key := range []string{kb.ArrowRight, kb.End, "]", "g", kb.Enter} {
			tb.press(key)
			tb.wants(isAt(8))
		}
		tb.press(kb.ArrowLeft, kb.ArrowLeft)
		tb.wants(isAt(6) + ` && document.querySelector("#seat span").textContent === "Looking back: the lecturer is at step 8"`)
	}
	lecturer.press(kb.ArrowRight)
	a.wants(isAt(6) + ` && document.querySelector("#seat span").textContent.endsWith("is at step 9")`)
	value[bool](a, `document.querySelector("#seat button").click() === undefined`)
	b.press(kb.ArrowRight, kb.ArrowRight, kb.ArrowRight)
	for _, tb := range []*tab{a, b} {
		tb.wants(isAt(9) + ` && document.querySelector("#seat span").textContent === "Following the lecturer"`)
	}
	testTokenIsSecret(t, h, lecturer, a)
	testAttempts(a)
	lecturer.wants(isAt(9))
	second := h.lecturer(in, 390, 844) // a phone as the remote control
	second.wants(isAt(9))
	second.press(kb.ArrowRight)
	for _, tb := range []*tab{lecturer, a, b} {
		tb.wants(isAt(10))
	}
	lecturer.press(kb.Escape)
	a.wants(`location.hash === "" && ` + seen(len(all["tcp"].Ladders[0].Steps)-1))
}

// The token stands in no address once the page is open, and nowhere in what followers have.
func testTokenIsSecret(t *testing.T, h *hall, lecturer, follower *tab) {
	t.Helper()
	for _, tb := range []*tab{lecturer, follower} {
		if where := value[string](tb, "location.href + document.referrer + document.cookie"); strings.Contains(where, h.code) {
			t.Errorf("the token stands in %q", where)
		}
	}
	if value[bool](follower, fmt.Sprintf("document.documentElement.outerHTML.includes(%q) || JSON.stringify(sessionStorage).includes(%q)", h.code, h.code)) {
		t.Error("a follower's page has the token")
	}
}

// testAttempts has a follower's page try to steer.
func testAttempts(tb *tab) {
	tb.Helper()
	tb.lax = true // the browser logs each refusal
	for what, want := range map[string]int{
		`fetch("control", {method: "POST", headers: {"Content-Type": "application/json"}, body: '{"step":0,"mark":-1,"guess":false}'})`:                                403,
		`fetch("control", {method: "POST", headers: {"Content-Type": "application/json", Authorization: "Bearer guess"}, body: '{"step":0,"mark":-1,"guess":false}'})`: 403,
		`fetch("claim", {method: "POST", headers: {"Content-Type": "application/json"}, body: '{}'})`:                                                                  403,
		`fetch("vote", {method: "POST", headers: {"Content-Type": "application/json", "Wireladder-Stream": "x"}, body: '{"poll":1,"answer":0}'})`:                      409,
		`fetch("vote", {method: "POST", headers: {"Content-Type": "application/json"}, body: "x".repeat(100000)})`:                                                     400,
		`fetch("control", {method: "POST", mode: "no-cors", body: '{"step":0}'})`:                                                                                      415,
	} {
		value[int](tb, `window.got = 0; `+what+`.then((r) => { window.got = r.status; }); 0`)
		tb.wants(fmt.Sprintf("window.got === %d", want))
	}
	value[int](tb, `window.got = 0; fetch("http://127.0.0.2:1/").catch(() => { window.got = 1; }); 0`) // the policy
	tb.wants("window.got === 1")
}

// A page of somebody else's, in the same browser, steers nothing, reads nothing and frames nothing; nor does one by a
// name that was led here.
func testOthers(t *testing.T, in *chromium, all map[string]*render.Diagram) {
	h := serve(t, all["tcp"])
	lecturer := h.lecturer(in, 1280, 720)
	lecturer.press(kb.ArrowRight)
	lecturer.wants(isAt(1))
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = io.WriteString(w, "<!doctype html><title>another page</title><link rel=icon href=data:>")
	}))
	defer other.Close()
	tb := visit(t, in, other.URL+"/", "", 390, 844)
	tb.pardon()
	steer := fmt.Sprintf(`{method: "POST", headers: {"Content-Type": "application/json", Authorization: "Bearer %s"}, body: '{"step":5,"mark":-1,"guess":false}'}`, h.code)
	for _, what := range []string{ // even who has the token
		fmt.Sprintf(`fetch("%scontrol", %s)`, h.url, steer),
		fmt.Sprintf(`fetch("%scontrol", {mode: "no-cors", method: "POST", body: '{"step":5,"mark":-1,"guess":false}'}).then((r) => { if (r.type === "opaque") throw 0; })`, h.url),
		fmt.Sprintf(`fetch("%s").then((r) => r.text())`, h.url),
		fmt.Sprintf(`fetch("%sevents").then((r) => r.text())`, h.url),
		fmt.Sprintf(`new Promise((yes, no) => { const e = new EventSource("%sevents"); e.onmessage = yes; e.onerror = () => { e.close(); no(); }; })`, h.url),
		fmt.Sprintf(`new Promise((yes, no) => { const s = document.createElement("script"); s.src = "%s"; s.onload = yes; s.onerror = no; document.head.append(s); })`, h.url),
		fmt.Sprintf(`new Promise((yes, no) => { const f = document.createElement("iframe"); f.src = "%s"; f.onload = () => { try { f.contentWindow.location.href; yes(); } catch { no(); } }; document.body.append(f); })`, h.url),
	} {
		value[int](tb, `window.got = ""; (`+what+`).then(() => { window.got = "done"; }, () => { window.got = "refused"; }); 0`)
		tb.wants(`window.got === "refused"`)
	}
	_, port, err := net.SplitHostPort(strings.TrimSuffix(strings.TrimPrefix(h.url, "http://"), "/"))
	if err != nil {
		t.Fatal(err)
	}
	led := visit(t, in, "http://"+net.JoinHostPort(elsewhere, port)+"/", "", 390, 844)
	led.wants(`document.body.innerText.trim() === "this is no address of this page"`)
	led.pardon() // the browser has logged that
	value[int](led, `window.got = ""; fetch("control", `+steer+`).then(() => { window.got = "done"; }, () => { window.got = "refused"; }); 0`)
	led.wants(`window.got === "refused"`)
	lecturer.wants(isAt(1) + ` && document.querySelector("#seat span").textContent.startsWith("0 follow")`)
}

// ask brings the lecturer to the first question. It returns the step that is asked for, from 1.
func ask(lecturer *tab) int {
	lecturer.Helper()
	lecturer.press(kb.Home, "g")
	first := value[int](lecturer, data+".steps.findIndex((s) => s.q)")
	for range first {
		lecturer.press(kb.ArrowRight)
	}
	lecturer.wants(`document.querySelectorAll("#answers button").length > 2`)
	return first + 1
}

// The room is asked what comes next: each has one answer, which may be another; the answers are shown when
// the lecturer wants, and when the step has come.
func testPredictions(t *testing.T, in *chromium, all map[string]*render.Diagram) {
	h := serve(t, all["tcp"])
	lecturer, a, b := h.lecturer(in, 1280, 720), h.follower(in, 1280, 720), h.follower(in, 390, 844)
	step := ask(lecturer)
	right := value[int](lecturer, fmt.Sprintf("%s.steps[%d].q.r", data, step-1))
	wrong := (right + 1) % 3
	for _, tb := range []*tab{a, b} {
		tb.wants(isAt(step-1) + ` && document.getElementById("sentence").textContent.startsWith("What is the next packet") && !` + seen(step-1))
		tb.wants(`!document.querySelector("#answers i")`)
	}
	counts := func(tb *tab, want ...int) {
		t.Helper()
		all := make([]string, len(want))
		for i, n := range want {
			all[i] = fmt.Sprintf(`document.querySelectorAll("#answers button")[%d].querySelector("i").textContent.trim() === "%d"`, []int{right, wrong}[i], n)
		}
		tb.wants(`document.querySelectorAll("#answers button i").length > 2 && ` + strings.Join(all, " && "))
	}
	pressed := func(i int) string {
		return fmt.Sprintf(`[...document.querySelectorAll("#answers button")].map((b) => b.getAttribute("aria-pressed")).indexOf("true") === %d`, i)
	}
	a.press(fmt.Sprint(right + 1))
	a.wants(pressed(right))
	a.press(fmt.Sprint(wrong + 1)) // it may be changed
	a.wants(pressed(wrong))
	value[bool](b, fmt.Sprintf(`document.querySelectorAll("#answers button")[%d].click() === undefined`, right))
	lecturer.wants(`document.getElementById("where").textContent === "guess · 2 answers of 2 who follow" && !document.querySelector("#answers i")`)
	lecturer.press("b")
	for _, tb := range []*tab{lecturer, a, b} {
		counts(tb, 1, 1)
	}
	a.press(fmt.Sprint(right + 1))
	counts(lecturer, 2, 0)
	a.press(kb.ArrowLeft) // a follower who looks back finds the question again
	a.wants(isAt(step-2) + ` && !document.querySelector("#answers button")`)
	a.press(kb.Escape)
	a.wants(isAt(step-1) + " && " + pressed(right))
	a.press(fmt.Sprint(wrong + 1))
	lecturer.press(kb.ArrowRight)
	for _, tb := range []*tab{lecturer, a, b} {
		tb.wants(isAt(step) + " && " + seen(step-1))
		counts(tb, 1, 1)
		tb.wants(fmt.Sprintf(`document.querySelectorAll("#answers button")[%d].className === "right" && document.querySelector("#answers button").disabled`, right))
	}
	a.wants(fmt.Sprintf(`document.querySelectorAll("#answers button")[%d].className === "wrong"`, wrong))
	lecturer.press("g", kb.ArrowRight)
	for _, tb := range []*tab{lecturer, a, b} {
		tb.wants(isAt(step+1) + ` && !document.querySelector("#answers button")`)
	}
}

// A page whose connection is lost says so, comes back by itself, and is where the lecturer is; an answer
// that it has given counts once.
func testReconnecting(t *testing.T, in *chromium, all map[string]*render.Diagram) {
	h := serve(t, all["tcp"])
	lecturer, a := h.lecturer(in, 1280, 720), h.follower(in, 390, 844)
	lecturer.lax, a.lax = true, true // the browser logs what was cut off
	step := ask(lecturer)
	a.wants(`document.querySelectorAll("#answers button").length > 2`)
	a.press("1")
	lecturer.wants(`document.getElementById("where").textContent.startsWith("guess · 1 answer of 1")`)
	value[int](a, `window.lost = 0; new MutationObserver(() => { if (document.getElementById("seat").className === "lost") window.lost++; }).observe(document.getElementById("seat"), {attributes: true}); 0`)
	h.mutex.Lock()
	for _, c := range h.conns {
		_ = c.Close()
	}
	h.mutex.Unlock()
	a.wants(`window.lost > 0`)
	for _, tb := range []*tab{lecturer, a} {
		tb.wants(`document.getElementById("seat").className === ""`)
	}
	lecturer.wants(`document.getElementById("where").textContent.startsWith("guess · 1 answer of 1")`)
	lecturer.press(kb.ArrowRight)
	a.wants(isAt(step))
}

// What a room adds to the page has nothing that keeps somebody out.
func testRoomAxe(t *testing.T, in *chromium, all map[string]*render.Diagram) {
	code := axe(t)
	for _, scheme := range []string{"light", "dark"} {
		h := serve(t, all["tcp"])
		lecturer, follower := h.lecturer(in, 1280, 720), h.follower(in, 390, 844)
		for _, tb := range []*tab{lecturer, follower} {
			tb.do(command(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
				{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"},
			}}))
			value[bool](tb, code+"; true")
		}
		ask(lecturer)
		follower.wants(`document.querySelectorAll("#answers button").length > 2`)
		follower.press("1")
		lecturer.press("b")
		follower.wants(`document.querySelectorAll("#answers i").length > 2`)
		for _, keys := range []string{"", "q", "q" + kb.ArrowLeft} {
			follower.press(strings.Split(keys, "")...)
			for _, tb := range []*tab{lecturer, follower} {
				for _, v := range tb.violations() {
					t.Errorf("%s, after %q: %s", scheme, keys, v)
				}
			}
		}
	}
}
