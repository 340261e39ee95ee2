//go:build browser

package html_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	chromelog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/google/gopacket"
	"github.com/google/gopacket/layers"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/capture/frametest"
	"wireladder/render"
	"wireladder/render/html"
	"wireladder/render/rendertest"
)

// These tests drive the page in a headless Chromium: make browser.

// chromium is a browser that runs, in which tabs are opened.
type chromium struct{ tabs context.Context }

// elsewhere is a name that somebody has lead to this machine.
const elsewhere = "evil.example"

// browser starts Chromium for a test.
func browser(t *testing.T) *chromium {
	t.Helper()
	options := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.Flag("host-resolver-rules", "MAP "+elsewhere+" 127.0.0.1"))
	ctx, cancel := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("can't start Chromium: %v", err)
	}
	return &chromium{ctx}
}

// tab is a page that is open.
type tab struct {
	*testing.T
	ctx     context.Context
	address string
	lax     bool // what the browser logs is no problem
	free    bool // nor what it asks for

	mutex    sync.Mutex
	problems []string // what the browser has to complain of
}

// open opens a page of a diagram from disk.
func open(t *testing.T, in *chromium, d *render.Diagram, width, height int64, fragment string) *tab {
	t.Helper()
	file := filepath.Join(t.TempDir(), "run.html")
	if err := os.WriteFile(file, paint(t, html.Painter{Frames: frames(t)}, d), 0o600); err != nil {
		t.Fatal(err)
	}
	return visit(t, in, "file://"+file, fragment, width, height)
}

// visit opens what is at an address, and a fragment behind it. It may ask nothing that does not begin
// with that address.
func visit(t *testing.T, in *chromium, address, fragment string, width, height int64) *tab {
	t.Helper()
	ctx, cancel := chromedp.NewContext(in.tabs)
	t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, 3*time.Minute)
	t.Cleanup(cancel)
	tb := &tab{T: t, ctx: ctx, address: address}
	if err := chromedp.Listen(ctx, tb.watch); err != nil {
		t.Fatal(err)
	}
	tb.do(command(chromelog.Enable, cdp.Empty{}), command(network.Enable, network.EnableParams{}), command(runtime.Enable, cdp.Empty{}), command(page.Enable, page.EnableParams{}),
		command(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-reduced-motion", Value: "reduce"}}}),
		chromedp.EmulateViewport(width, height), chromedp.Navigate(address+fragment))
	t.Cleanup(func() {
		tb.mutex.Lock()
		defer tb.mutex.Unlock()
		for _, p := range tb.problems {
			t.Error(p)
		}
	})
	return tb
}

// pardon forgets what a page has done, and lets it load what it likes.
func (tb *tab) pardon() {
	tb.mutex.Lock()
	defer tb.mutex.Unlock()
	tb.lax, tb.free, tb.problems = true, true, nil
}

// frames returns the octets of packet 1, which is of UDP.
func frames(t *testing.T) *html.Frames {
	t.Helper()
	data := frametest.Build(t, frametest.IPv4(layers.IPProtocolUDP), frametest.UDP(), gopacket.Payload(`hello</script>`))
	all := &html.Frames{}
	all.Add(&flow.Observation{Packet: &capture.Packet{Number: 1, Link: capture.LinkRaw, Data: data, Length: len(data)}})
	return all
}

// command returns a command of the protocol as an action.
func command[P, R any](c cdp.Command[P, R], params P) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, c, params)
		return err
	})
}

// watch notes whatever a page must not do: fail, log, ask, or load anything.
func (tb *tab) watch(event any) {
	problem := ""
	tb.mutex.Lock()
	defer tb.mutex.Unlock()
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		problem = fmt.Sprintf("exception: %s %+v", e.ExceptionDetails.Text, e.ExceptionDetails.Exception)
	case *runtime.EventConsoleAPICalled:
		problem = fmt.Sprintf("the console has a %s", e.Type)
	case *chromelog.EventEntryAdded:
		if !tb.lax {
			problem = fmt.Sprintf("the browser logs %s: %s", e.Entry.Level, e.Entry.Text)
		}
	case *page.EventJavascriptDialogOpening:
		problem = "a dialog opens: " + e.Message
	case *network.EventRequestWillBeSent:
		if !tb.free && !strings.HasPrefix(e.Request.URL, tb.address) {
			problem = "it loads " + e.Request.URL
		}
	}
	if problem != "" {
		tb.problems = append(tb.problems, problem)
	}
}

func (tb *tab) do(actions ...chromedp.Action[chromedp.Void]) {
	tb.Helper()
	if err := chromedp.Do(tb.ctx, actions...); err != nil {
		tb.Fatal(err)
	}
}

// press presses keys, one after the other.
func (tb *tab) press(keys ...string) {
	tb.Helper()
	for _, k := range keys {
		tb.do(chromedp.KeyEvent(k))
	}
}

// value returns what an expression of JavaScript is.
func value[T any](tb *tab, expression string) T {
	tb.Helper()
	v, err := chromedp.Run(tb.ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		tb.Fatalf("%s: %v", expression, err)
	}
	return v
}

// text returns the text of an element.
func (tb *tab) text(selector string) string {
	tb.Helper()
	return value[string](tb, fmt.Sprintf("document.querySelector(%q).innerText", selector))
}

// hash returns what stands behind the address.
func (tb *tab) hash() string { tb.Helper(); return value[string](tb, "location.hash") }

// wantTime is how long something may take to be so: the page follows where it is scrolled to
// when the browser says so.
const wantTime = 10 * time.Second

// wants checks that something is so, or comes to be so.
func (tb *tab) wants(expression string) {
	tb.Helper()
	for end := time.Now().Add(wantTime); !value[bool](tb, expression); {
		if time.Now().After(end) {
			tb.Errorf("not so: %s", expression)
			return
		}
	}
}

// data is what the page was told, as an expression.
const data = `JSON.parse(document.getElementById("data").textContent)`

// seen returns an expression: what is at the middle of the row of a step, in the picture that is
// in sight, is no curtain.
func seen(step int) string {
	return fmt.Sprintf(`(() => {
		const view = innerWidth <= 760 ? 1 : 0, root = document.getElementById(view ? "narrow" : "wide"), v = %s.views[view], k = root.clientWidth / v.w;
		const y = (v.r[%d][0] + v.r[%d][1]) / 2 * k, x = (v.a[0][0] + v.a[0][2] / 2) * k;
		return ![...root.querySelectorAll(".curtain:not([hidden])")].some((c) => c.offsetTop <= y && y <= c.offsetTop + c.offsetHeight && c.offsetLeft <= x && x <= c.offsetLeft + c.offsetWidth);
	})()`, data, step, step)
}

func TestBrowser(t *testing.T) {
	in := browser(t)
	all := rendertest.Stored(t)
	for name, test := range map[string]func(*testing.T, *chromium, map[string]*render.Diagram){
		"axe": testAxe, "steps": testSteps, "keys": testKeys, "links": testLinks, "guessing": testGuessing, "secrets": testSecrets, "playing": testPlaying, "filters": testFilters, "sides": testSides, "octets": testOctets,
		"heads": testHeads, "phone": testPhone, "printing": testPrinting, "room": testRoom, "others": testOthers, "predictions": testPredictions, "reconnecting": testReconnecting, "room axe": testRoomAxe, "ongoing": testOngoing, "ongoing axe": testOngoingAxe, "ongoing scrolled": testOngoingScrolled, "ongoing hostile": testOngoingHostile, "hostile": testHostile, "names": testNames, "long": testLong,
		"all diagrams": testAll,
	} {
		t.Run(name, func(t *testing.T) { test(t, in, all) })
	}
}

// Step by step the picture grows, and the stage says what each is.
func testSteps(t *testing.T, in *chromium, all map[string]*render.Diagram) {
	d := all["tcp"]
	tb := open(t, in, d, 1280, 720, "")
	n := len(d.Ladders[0].Steps)
	tb.wants(seen(n - 1)) // whole at first
	for i := range n {
		tb.press(kb.ArrowRight)
		s := &d.Ladders[0].Steps[i]
		if got := tb.text("#where"); !strings.HasPrefix(got, fmt.Sprintf("step %d of %d", i+1, n)) {
			t.Errorf("step %d: %q", i, got)
		}
		if got := tb.text("#what"); got != s.Labels[0] {
			t.Errorf("step %d: %q, want %q", i, got, s.Labels[0])
		}
		if got := tb.text("#sentence"); s.Brief != "" && got != s.Brief {
			t.Errorf("step %d: %q, want %q", i, got, s.Brief)
		}
		if said := tb.text("#said"); !strings.Contains(said, s.Labels[0]) {
			t.Errorf("step %d is said to be %q", i, said)
		}
		tb.wants(seen(i))
		if i+1 < n {
			tb.wants("!" + seen(i+1))
		}
		tb.wants(`(() => { const c = [...document.querySelectorAll("#wide .cursor")][0].getBoundingClientRect(), v = document.getElementById("view").getBoundingClientRect();
			return c.top < v.bottom && c.bottom > v.top })()`) // it is in sight
	}
	tb.wants(`document.getElementById("next").disabled`)
}

// Each key does what the help says.
func testKeys(t *testing.T, in *chromium, all map[string]*render.Diagram) {
	tb := open(t, in, all["contrast"], 1280, 720, "")
	for _, k := range []struct{ key, hash string }{
		{kb.ArrowRight, "#step=1"}, {" ", "#step=2"}, {kb.PageDown, "#step=3"}, {kb.ArrowLeft, "#step=2"}, {kb.PageUp, "#step=1"}, {"n", "#step=2"}, {"p", "#step=1"},
		{kb.End, "#step=41"}, {kb.ArrowRight, "#step=41"}, {kb.Home, "#step=1"}, {"]", "#step=18"}, {"[", "#step=1"}, {kb.ArrowLeft, ""}, {kb.ArrowLeft, ""}, {kb.ArrowRight, "#step=1"}, {kb.Escape, ""},
	} {
		if tb.press(k.key); tb.hash() != k.hash {
			t.Errorf("%q (%x) leads to %q, want %q", k.key, k.key, tb.hash(), k.hash)
		}
	}
}

// A link opens a step, and the address follows the steps.
func testLinks(t *testing.T, in *chromium, all map[string]*render.Diagram) {
	tb := open(t, in, all["contrast"], 1280, 720, "#step=12")
	if got := tb.text("#where"); !strings.HasPrefix(got, "step 12 of ") {
		t.Errorf("it opens at %q", got)
	}
	for hash, want := range map[string]string{"#step=5": "step 5 of ", "#step=9999": "step ", "#step=0": "step 1 of ", "#x": ""} {
		value[string](tb, fmt.Sprintf("new Promise((done) => { addEventListener('hashchange', () => setTimeout(done, 0), {once: true}); location.hash = %q; }), ''", hash))
		if _, err := chromedp.Run(tb.ctx, chromedp.Poll[bool](fmt.Sprintf("document.getElementById('where').innerText.startsWith(%q)", want))); err != nil {
			t.Errorf("%s: %v", hash, err)
		}
	}
	tb.press(kb.Home)
	value[bool](tb, `(() => { const j = document.getElementById("jump"); j.selectedIndex = j.length - 1; return j.dispatchEvent(new Event("change")); })()`)
	tb.wants(`/^#step=\d+$/.test(location.hash) && location.hash !== "#step=1"`)
}

// A packet is asked for before it is shown, and what is answered is held against what it was.
func testGuessing(t *testing.T, in *chromium, all map[string]*render.Diagram) {
	tb := open(t, in, all["tcp"], 1280, 720, "")
	tb.press("g")
	first := value[int](tb, data+".steps.findIndex((s) => s.q)")
	for range first + 1 {
		tb.press(kb.ArrowRight)
	}
	if got := tb.hash(); got != fmt.Sprintf("#step=%d", first) {
		t.Fatalf("asked at %q, want before step %d", got, first+1)
	}
	tb.wants("!" + seen(first))
	if got := tb.text("#sentence"); !strings.HasPrefix(got, "What is the next packet") {
		t.Errorf("asked: %q", got)
	}
	right := value[int](tb, fmt.Sprintf("%s.steps[%d].q.r", data, first))
	tb.press(fmt.Sprint(right + 1))
	if got := tb.text("#where"); !strings.HasPrefix(got, "right · 1 of 1 right") {
		t.Errorf("answered: %q", got)
	}
	tb.wants(seen(first))
	second := value[int](tb, fmt.Sprintf("%s.steps.findIndex((s, i) => i > %d && s.q)", data, first))
	for range second - first {
		tb.press(kb.ArrowRight)
	}
	right = value[int](tb, fmt.Sprintf("%s.steps[%d].q.r", data, second))
	value[bool](tb, fmt.Sprintf(`document.querySelectorAll("#answers button")[%d].click() === undefined`, (right+1)%3))
	if got := tb.text("#where"); !strings.HasPrefix(got, "no: ") || !strings.Contains(got, "1 of 2 right") {
		t.Errorf("answered: %q", got)
	}
	tb.press("g", kb.ArrowRight, kb.ArrowRight, kb.ArrowRight)
	tb.wants(`document.getElementById("answers").children.length === 0`)
}

// While the room guesses nothing tells of steps that have not come: neither what went wrong, nor the
// list of where to jump, nor the list of steps.
func testSecrets(t *testing.T, in *chromium, all map[string]*render.Diagram) {
	d := all["backlog"]
	at := d.Findings[0].Seen[0].Step
	tb := open(t, in, d, 1280, 720, "")
	const secret = `document.querySelector("#wide .secret").hidden`
	wrong := fmt.Sprintf(`[...document.getElementById("jump").options].some((o) => !o.disabled && o.textContent.includes(%q))`, d.Findings[0].Rule)
	where := `document.getElementById("where").textContent.includes("wrong")`
	tb.wants(secret + " && " + wrong + " && " + where + " && " + seen(0))
	tb.press("g", "l")
	tb.wants("!" + secret + " && !(" + wrong + ") && !" + where + " && !" + seen(0) + ` && !document.querySelector("#side li")`)
	covers := `(() => {
		const root = document.getElementById("wide"), v = ` + data + `.views[0], k = root.clientWidth / v.w, e = document.querySelector("#wide .secret"), f = v.f[0];
		return e.offsetTop <= f[1] * k + 1 && e.offsetTop + e.offsetHeight >= (f[1] + f[3]) * k - 1 && e.offsetWidth >= f[2] * k - 1;
	})()`
	tb.wants(covers)
	for step, hidden := range map[int]string{at: "!", at + 1: ""} {
		value[string](tb, fmt.Sprintf(`location.hash = "#step=%d"`, step))
		tb.wants(fmt.Sprintf(`%s%s && document.querySelectorAll("#side li").length === %d`, hidden, secret, step))
	}
	tb.press(kb.Escape, kb.Escape)
	tb.wants(secret + " && " + wrong + " && " + seen(len(d.Ladders[0].Steps)-1) + ` && document.getElementById("predict").getAttribute("aria-pressed") === "false"`)
}

// Only some steps may be stopped at, and a marked one be what times are told from.
func testFilters(t *testing.T, in *chromium, all map[string]*render.Diagram) {
	tb := open(t, in, all["udp"], 1280, 720, "")
	for only, want := range map[int][]string{1: {"#step=6", "#step=10", "#step=13", "#step=13"}, 3: {"#step=1", "#step=2", "#step=3", "#step=6"}} {
		tb.press(kb.Escape)
		value[int](tb, fmt.Sprintf(`document.getElementById("only").selectedIndex = %d`, only))
		for _, hash := range want {
			if tb.press(kb.ArrowRight); tb.hash() != hash {
				t.Errorf("filter %d stops at %q, want %q", only, tb.hash(), hash)
			}
		}
		if tb.press(kb.Home, kb.End, kb.ArrowLeft); tb.hash() != map[int]string{1: "#step=10", 3: "#step=12"}[only] {
			t.Errorf("filter %d goes back to %q", only, tb.hash())
		}
	}
	tb.press(kb.Home, "m", kb.End)
	if got := tb.text("#where"); !strings.HasSuffix(got, "at 17.0 µs, +17.0 µs from step 1") {
		t.Errorf("from the mark it is %q", got)
	}
}

// Playing goes on by itself to the end, and stops at a key.
func testPlaying(t *testing.T, in *chromium, all map[string]*render.Diagram) {
	tb := open(t, in, all["udp"], 1280, 720, "")
	value[int](tb, `document.getElementById("pace").selectedIndex = 4`)
	tb.press(kb.ArrowRight, kb.Enter)
	if _, err := chromedp.Run(tb.ctx, chromedp.Poll[bool]("location.hash === '#step=13' && document.getElementById('play').getAttribute('aria-pressed') === 'false'")); err != nil {
		t.Fatal(err)
	}
	value[int](tb, `document.getElementById("pace").selectedIndex = 0`)
	tb.press(kb.Home, kb.Enter)
	tb.wants(`document.getElementById("play").getAttribute("aria-pressed") === "true"`)
	tb.press(kb.ArrowLeft)
	tb.wants(`document.getElementById("play").getAttribute("aria-pressed") === "false"`)
}

// The side says more of a step, lists all of them, and tells of a socket.
func testSides(t *testing.T, in *chromium, all map[string]*render.Diagram) {
	d := all["tcp"]
	tb := open(t, in, d, 1280, 720, "#step=9")
	tb.press("d")
	if got, s := tb.text("#side"), &d.Ladders[0].Steps[8]; !strings.Contains(got, s.Labels[0]) || !strings.Contains(got, s.Full) {
		t.Errorf("of step 9 it says %q", got)
	}
	tb.press("l")
	tb.wants(fmt.Sprintf(`document.querySelectorAll("#side li").length === %d && document.querySelector("#side [aria-current]").textContent.startsWith("9")`, len(d.Ladders[0].Steps)))
	value[bool](tb, `document.querySelectorAll("#side li button")[4].click() === undefined`)
	if got := tb.hash(); got != "#step=5" {
		t.Errorf("a click on the fifth leads to %q", got)
	}
	tb.press(kb.Escape)
	tb.wants(`document.getElementById("side").hidden`)
	tb.press(kb.End)
	click(tb, `(v) => { const i = v.h.findIndex((s) => s[0] === 0); return [(v.x[i][0] + v.x[i][1]) / 2, v.h[i][1] - v.x[i][2] / 2]; }`)
	if got := tb.text("#side"); !strings.Contains(got, "A socket of server") || !strings.Contains(got, "listen(5)") {
		t.Errorf("of the listening socket it says %q", got)
	}
	tb.press(kb.Escape)
	click(tb, `(v) => [(v.a[0][0] + v.a[0][2] / 2), (v.r[6][0] + v.r[6][1]) / 2]`)
	if got := tb.hash(); got != "#step=7" {
		t.Errorf("a click on the seventh row leads to %q", got)
	}
}

// Of a packet there are header fields and bytes; a field lights its bytes, and a byte its field.
func testOctets(t *testing.T, in *chromium, all map[string]*render.Diagram) {
	d := all["udp"]
	first := slices.IndexFunc(d.Ladders[0].Steps, func(s render.Step) bool { return s.Packet == 1 })
	tb := open(t, in, d, 1280, 720, fmt.Sprintf("#step=%d", first+1))
	tb.press("d")
	if got := tb.text("#side"); !strings.Contains(got, "Bytes: 42 on the wire") || !strings.Contains(got, "source port\t50000") || !strings.Contains(got, "\n00206f3c2f7363726970o</scrip\n") {
		t.Errorf("of packet 1 it says %q", got)
	}
	lit := `[...document.querySelectorAll("#side .dump b.lit")].map((b) => b.textContent).join(" ")`
	value[bool](tb, `[...document.querySelectorAll("#side tr")].find((r) => r.textContent.startsWith("destination port")).dispatchEvent(new MouseEvent("mouseenter"))`)
	if got := value[string](tb, lit); got != "2e e0" {
		t.Errorf("port 12000 lights %q", got)
	}
	value[bool](tb, `[...document.querySelectorAll("#side tr.lit")].every((r) => r.dispatchEvent(new MouseEvent("mouseleave")))`)
	value[bool](tb, `document.querySelectorAll("#side .dump b")[8].dispatchEvent(new MouseEvent("mouseenter"))`)
	tb.wants(`[...document.querySelectorAll("#side tr.lit")].map((r) => r.textContent).join() === "time to live64"`)
	tb.press(kb.ArrowRight)
	tb.wants(`document.querySelector("#side .dump") === null`)
}

// click clicks at a point of the wide picture, which is a function of its view.
func click(tb *tab, point string) {
	tb.Helper()
	value[bool](tb, fmt.Sprintf(`(() => {
		const root = document.getElementById("wide"), v = %s.views[0], k = root.clientWidth / v.w, [x, y] = (%s)(v);
		document.getElementById("view").scrollTop = Math.max(0, y * k - 200);
		const box = root.getBoundingClientRect();
		return document.elementFromPoint(box.left + x * k, box.top + y * k).dispatchEvent(new MouseEvent("click", {bubbles: true, clientX: box.left + x * k, clientY: box.top + y * k}));
	})()`, data, point))
}

// The heads of lifelines whose own are out of sight stay in view, and no others.
func testHeads(t *testing.T, in *chromium, all map[string]*render.Diagram) {
	d := all["tcp-3"]
	tb := open(t, in, d, 1280, 720, "")
	shown := `[...document.querySelectorAll("#wide .strip g")].filter((g) => g.style.display !== "none").length`
	if n := value[int](tb, shown); n != 0 {
		t.Errorf("%d heads are repeated at the top", n)
	}
	tb.wants(`document.querySelector("#wide .parts").getBoundingClientRect().top >= document.getElementById("view").getBoundingClientRect().top`) // the title is in sight
	tb.press(kb.End)
	tb.wants(shown + ` > 0 && document.querySelector("#wide .strip").style.visibility === "visible"`)
	tb.wants(fmt.Sprintf(`(() => { const k = document.getElementById("wide").clientWidth / %s.views[0].w, top = document.getElementById("view").scrollTop / k;
		return %s === %s.views[0].h.filter((s) => s[1] <= top + 2 && s[2] > top + 30).length })()`, data, shown, data))
}

// On a phone the narrow picture is there, nothing is wider than the screen, and stepping works.
func testPhone(t *testing.T, in *chromium, all map[string]*render.Diagram) {
	tb := open(t, in, all["contrast"], 390, 844, "")
	tb.wants(`getComputedStyle(document.getElementById("wide")).display === "none" && getComputedStyle(document.getElementById("narrow")).display === "block"`)
	tb.wants(`document.documentElement.scrollWidth <= innerWidth && document.getElementById("view").scrollWidth <= innerWidth`)
	tb.press(kb.ArrowRight, kb.ArrowRight, "d")
	tb.wants(seen(1) + " && !" + seen(3))
	tb.wants(`document.documentElement.scrollWidth <= innerWidth && !document.getElementById("side").hidden`)
	tb.wants(`[...document.querySelectorAll("#keys button, #top button, #top select")].every((b) => b.getBoundingClientRect().height >= 30 && b.getBoundingClientRect().right <= innerWidth)`)
}

// On paper there is the whole picture, and nothing to press.
func testPrinting(t *testing.T, in *chromium, all map[string]*render.Diagram) {
	tb := open(t, in, all["tcp"], 1280, 720, "#step=3")
	tb.do(command(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"}))
	for _, hidden := range []string{"#top", "#stage", "#narrow", "#wide .curtain", "#wide .cursor", "#wide .strip"} {
		tb.wants(fmt.Sprintf(`getComputedStyle(document.querySelector(%q)).display === "none"`, hidden))
	}
	tb.wants(`document.getElementById("view").scrollHeight <= document.getElementById("view").clientHeight`)
}

// Nothing that a diagram holds comes to life, whatever is pressed.
func testHostile(t *testing.T, in *chromium, all map[string]*render.Diagram) {
	d := all["udp-refused"]
	for _, s := range rendertest.Hostile() {
		rendertest.Poison(d, s[:min(len(s), 200)])
		tb := open(t, in, d, 1280, 720, "")
		tb.press(kb.ArrowRight, kb.ArrowRight, "d", kb.ArrowRight, "l", "g", kb.ArrowRight, "1", kb.End)
		tb.wants(`document.querySelectorAll("script").length === 2 && document.querySelectorAll("img, iframe, object, embed, a, link, form").length === 0`)
	}
}

// All that can be pressed has a name, and is reached by keys alone.
func testNames(t *testing.T, in *chromium, all map[string]*render.Diagram) {
	tb := open(t, in, all["tcp"], 1280, 720, "#step=9")
	tb.wants(`[...document.querySelectorAll("button")].every((b) => (b.getAttribute("aria-label") || b.innerText).trim() !== "")`)
	tb.wants(`[...document.querySelectorAll("select")].every((s) => s.labels.length === 1 && s.labels[0].innerText !== "")`)
	reached := map[string]bool{}
	for range 16 {
		tb.press(kb.Tab)
		reached[value[string](tb, "document.activeElement.id")] = true
	}
	for _, id := range []string{"jump", "pace", "only", "predict", "steps", "more", "help", "back", "play", "next"} {
		if !reached[id] {
			t.Errorf("the tabulator does not reach %s", id)
		}
	}
	value[bool](tb, `document.getElementById("next").focus() === undefined`)
	if tb.press(" "); tb.hash() != "#step=10" {
		t.Errorf("a space on Next leads to %q", tb.hash())
	}
}

// A long page opens, and is stepped through at its end as at its beginning.
func testLong(t *testing.T, in *chromium, _ map[string]*render.Diagram) {
	_, d := rendertest.Transfer(5000)
	tb := open(t, in, d, 1280, 720, "")
	tb.press(kb.ArrowRight, kb.End, kb.ArrowLeft)
	if got, want := tb.hash(), fmt.Sprintf("#step=%d", len(d.Ladders[0].Steps)-1); got != want {
		t.Errorf("it is at %q, want %q", got, want)
	}
	tb.wants("!" + seen(len(d.Ladders[0].Steps)-1))
}

// Every stored diagram opens without a complaint, in both sizes.
func testAll(t *testing.T, in *chromium, all map[string]*render.Diagram) {
	for name, d := range all {
		t.Run(name, func(t *testing.T) {
			for _, width := range []int64{1280, 390} {
				tb := open(t, in, d, width, 720, "")
				tb.press(kb.ArrowRight, kb.End, "d", "l")
				tb.wants(`document.documentElement.scrollWidth <= innerWidth`)
			}
		})
	}
}
