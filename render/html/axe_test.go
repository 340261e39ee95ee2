//go:build browser

package html_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"wireladder/render"
)

// axeSum is of axe-core 4.14.1, axe.min.js (MPL-2.0), which make browser has npm fetch: no other
// script is run in the page.
const axeSum = "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c"

// axe returns the code of axe-core. Where AXE names no file there was no npm to fetch it, which
// make browser has said.
func axe(t *testing.T) string {
	t.Helper()
	file := os.Getenv("AXE")
	if file == "" {
		t.Skip("AXE names no axe.min.js")
	}
	code, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if sum := sha256.Sum256(code); hex.EncodeToString(sum[:]) != axeSum {
		t.Fatalf("%s is not the axe-core that is meant: %x", file, sum)
	}
	return string(code)
}

// testAxe has axe-core look at what the page shows, large and small, in light and dark: nobody is
// to be kept from it.
func testAxe(t *testing.T, in *chromium, all map[string]*render.Diagram) {
	code := axe(t)
	for _, size := range [][2]int64{{1280, 720}, {390, 844}} {
		for _, scheme := range []string{"light", "dark"} {
			t.Run(fmt.Sprintf("%d/%s", size[0], scheme), func(t *testing.T) {
				tb := open(t, in, all["contrast"], size[0], size[1], "")
				tb.do(command(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
					{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"},
				}}))
				value[bool](tb, code+"; true")
				for _, state := range []struct{ name, keys string }{
					{"the whole", ""}, {"a step", " ] "}, {"its details", "d"}, {"the list of steps", "dl"}, {"the keys", "l?"}, {"a guess", "?g]"},
				} {
					tb.press(strings.Split(state.keys, "")...)
					for _, v := range tb.violations() {
						t.Errorf("%s: %s", state.name, v)
					}
				}
			})
		}
	}
	tb := open(t, in, all["udp"], 1280, 720, "")
	value[bool](tb, code+"; document.documentElement.removeAttribute('lang'); true")
	if v := tb.violations(); len(v) != 1 || !strings.HasPrefix(v[0], "html-has-lang: ") {
		t.Errorf("of a page without a language it is said: %q", v)
	}
}

// testOngoingAxe has axe-core look at the page of what goes on, as the lecturer has it, and a follower: before
// anything has come, at the newest, and looking back while more comes.
func testOngoingAxe(t *testing.T, in *chromium, _ map[string]*render.Diagram) {
	code := axe(t)
	o := goOn(t)
	all := map[string]*tab{"the lecturer's": o.lecturer(in, 1280, 720), "a follower's": o.follower(in, 1280, 720), "a telephone's": o.follower(in, 390, 844)}
	look := func(when string) {
		t.Helper()
		for whose, tb := range all {
			for _, v := range tb.violations() {
				t.Errorf("%s page, %s: %s", whose, when, v)
			}
		}
	}
	for _, tb := range all {
		tb.wants(has("#sentence", "Nothing has come yet."))
		value[bool](tb, code+"; true")
	}
	look("before anything has come")
	o.come(2, 0)
	for _, tb := range all {
		tb.wants(newest(20))
	}
	look("at the newest")
	all["a follower's"].press(kb.ArrowLeft)
	all["a telephone's"].press(kb.ArrowLeft)
	o.come(1, 0)
	all["a follower's"].wants(of(19, 30))
	all["a telephone's"].wants(of(19, 30))
	look("looking back")
	o.meeting.Came(30, true)
	all["the lecturer's"].wants(has("#seat span", "the capture has ended"))
	look("at the end")
}

// violations returns what axe-core, which the page has, has to say against what it shows.
func (tb *tab) violations() []string {
	tb.Helper()
	v, err := chromedp.Run(tb.ctx, chromedp.Evaluate[[]string](`axe.run(document, {preload: false, resultTypes: ["violations"]}).then((r) =>
		r.violations.flatMap((v) => v.nodes.map((n) => v.id + ": " + v.help + ": " + n.target.join(" ") + ": " + n.html.slice(0, 120) + ": " + n.failureSummary)))`, chromedp.EvalAwaitPromise))
	if err != nil {
		tb.Fatal(err)
	}
	return v
}
