//go:build browser

package html_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"

	"wireladder/capture"
	"wireladder/capture/run/builder"
	"wireladder/capture/runtest"
	"wireladder/cmd/room"
	"wireladder/render"
	"wireladder/render/html"
	"wireladder/render/rendertest"
)

// ongoing is a page of what goes on, of which more is shown from time to time: exchanges of ten packets.
type ongoing struct {
	*hall
	builder *builder.Builder
	packets int
}

// goOn serves such a page until the test ends.
func goOn(t *testing.T) *ongoing {
	t.Helper()
	return &ongoing{hall: hold(t, &render.Diagram{Title: "wireladder watch"}, true), builder: builder.New(builder.Options{Sockets: true})}
}

// come has more exchanges come, of which so many packets are kept, and shows that; 0: all.
func (o *ongoing) come(exchanges, kept int) {
	o.t.Helper()
	for range exchanges {
		for _, p := range runtest.Segments(fmt.Sprintf("127.0.0.1:%d", 5000+o.packets), "127.0.0.1:12000", "c:S s:SA c:A c:6 s:A s:6 c:A c:F s:F c:A") {
			o.packets++
			p.Number, p.Time = o.packets, p.Time.Add(time.Duration(o.packets)*time.Millisecond)
			o.builder.Add(capture.Entry{Packet: p})
		}
	}
	if kept > 0 {
		o.builder.Take(kept)
	}
	o.show(drawnUp(o.builder))
}

// show shows a picture of a diagram.
func (o *ongoing) show(d *render.Diagram) {
	o.t.Helper()
	p, err := (&html.Painter{}).Update(d)
	if err != nil {
		o.t.Fatal(err)
	}
	if _, err := o.meeting.Show(&room.Edition{Text: p.Text, First: p.First, Last: p.Last, Packets: o.packets}); err != nil {
		o.t.Fatal(err)
	}
}

// has is an expression: the text of an element has a part.
func has(id, part string) string {
	return fmt.Sprintf(`document.querySelector(%q).textContent.includes(%q)`, id, part)
}

// newest is an expression: what is in hand is the newest packet. of is one: it is a packet of so many.
func newest(packet int) string {
	return has("#where", "the newest · ") + " && " + has("#where", fmt.Sprintf(" packet %d,", packet))
}
func of(packet, steps int) string {
	return has("#where", fmt.Sprintf("step %d of %d ·", packet, steps)) + " && " + has("#where", fmt.Sprintf(" packet %d,", packet))
}

// What comes is followed; the lecturer goes back with all, and a follower by himself, and that step stays in hand
// however much comes, also when others are let go before it; who goes on to the end follows again.
func testOngoing(t *testing.T, in *chromium, _ map[string]*render.Diagram) {
	o := goOn(t)
	lecturer, a, b := o.lecturer(in, 1280, 720), o.follower(in, 1280, 720), o.follower(in, 390, 844)
	everybody, followers := []*tab{lecturer, a, b}, []*tab{a, b}
	want := func(tabs []*tab, expressions ...string) {
		t.Helper()
		for _, tb := range tabs {
			for _, e := range expressions {
				tb.wants(e)
			}
		}
	}
	want(everybody, has("#sentence", "Nothing has come yet."), `getComputedStyle(document.getElementById("wide")).visibility === "hidden"`, `getComputedStyle(document.getElementById("predict")).display === "none"`)
	o.come(1, 0)
	want(everybody, newest(10), `getComputedStyle(document.querySelector(".picture")).visibility === "visible"`)
	want(followers, has("#seat span", "Following what comes"))
	for _, key := range []string{kb.ArrowRight, kb.End, "g", kb.Enter, kb.Escape} { // there is nothing else to come to
		a.press(key)
		a.wants(newest(10))
	}
	lecturer.press(kb.ArrowLeft, kb.ArrowLeft)
	want(everybody, of(8, 10))
	want(followers, has("#seat span", "Following the lecturer, who looks back"))
	o.come(1, 0)
	want(everybody, of(8, 20), has("#seat span", "10 packets came since"))
	a.press(kb.ArrowLeft)
	a.wants(of(7, 20) + ` && document.getElementById("jump").selectedIndex === -1`)
	lecturer.press(kb.ArrowRight)
	b.wants(of(9, 20))
	a.wants(of(7, 20) + " && " + has("#seat span", "Looking back: the lecturer looks back, too"))
	late := o.follower(in, 1280, 720)
	late.wants(of(9, 20))
	a.press(kb.Escape)
	a.wants(of(9, 20))
	lecturer.wants(`!document.querySelector("#seat button").hidden && document.querySelector("#seat button").textContent === "Newest"`)
	lecturer.press(kb.Escape)
	want(everybody, newest(20))
	a.press(kb.ArrowLeft)
	a.wants(of(19, 20))
	o.come(3, 25) // packets 26 to 50: what a looks at is not kept
	want([]*tab{lecturer, b, late}, newest(50), has("#wide", "26"))
	a.wants(of(19, 20) + " && " + has("#seat span", "Looking back: the lecturer follows what comes · 30 packets came since"))
	value[bool](a, `document.querySelector("#seat button").click() === undefined`)
	a.wants(newest(50))
	value[int](b, `document.getElementById("only").focus(); 0`) // a list that is open stays as it is
	o.come(1, 0)
	lecturer.wants(newest(60))
	b.wants(newest(50))
	value[int](b, `document.getElementById("only").blur(); 0`)
	b.wants(newest(60))
	o.meeting.Came(60, true)
	want(everybody, has("#seat span", "the capture has ended"))
	testAttempts(a)
	lecturer.wants(newest(60))
}

// What somebody has scrolled to stays where it is when more comes, and when others are let go above it.
func testOngoingScrolled(t *testing.T, in *chromium, _ map[string]*render.Diagram) {
	o := goOn(t)
	a := o.follower(in, 1280, 720)
	o.come(4, 0)
	a.wants(newest(40))
	inSight := `(() => { const c = document.querySelector("#wide .cursor").getBoundingClientRect(), v = document.getElementById("view").getBoundingClientRect();
		return c.top > v.top && c.bottom < v.bottom })()`
	a.wants(inSight)
	o.come(1, 0)
	a.wants(newest(50) + " && " + inSight)
	where := func(packet int) string { // of its number in the margin
		return fmt.Sprintf(`Math.round([...document.querySelectorAll("#wide .parts .number")].find((e) => e.textContent === "%d").getBoundingClientRect().top)`, packet)
	}
	value[int](a, `document.getElementById("view").scrollTo({top: 900, behavior: "instant"}); 0`)
	packet := value[int](a, `+[...document.querySelectorAll("#wide .parts .number")].find((e) => e.getBoundingClientRect().top > 300).textContent`)
	before := value[int](a, where(packet))
	o.come(1, 50)
	a.wants(newest(60) + ` && document.querySelector("#wide .parts .number").textContent === "11"`)
	if after := value[int](a, where(packet)); after < before-2 || after > before+2 {
		t.Errorf("packet %d stood at %d, and stands at %d", packet, before, after)
	}
	a.wants("!" + inSight)
}

// Whatever a picture has is text.
func testOngoingHostile(t *testing.T, in *chromium, all map[string]*render.Diagram) {
	o := goOn(t)
	lecturer, a := o.lecturer(in, 1280, 720), o.follower(in, 390, 844)
	d := all["udp-refused"]
	last := &d.Ladders[0].Steps[len(d.Ladders[0].Steps)-1]
	for _, s := range rendertest.Hostile() {
		rendertest.Poison(d, s[:min(len(s), 200)])
		last.Kind = render.Remark
		last.Packet += 100
		o.show(d)
		for _, tb := range []*tab{lecturer, a} {
			tb.wants(has("#where", fmt.Sprintf("packet %d", last.Packet)) + ` && document.querySelectorAll("script").length === 3 && document.querySelectorAll("img, iframe, object, embed, a, link, form").length === 0`)
		}
	}
}
