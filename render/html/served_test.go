package html_test

import (
	"crypto/sha256"
	"encoding/base64"
	"strings"
	"testing"

	"wireladder/render/html"
	"wireladder/render/rendertest"
)

// A page that is served has one script, which may ask its own server; else it may do what a file may. What
// it is told of the room is text.
func TestServed(t *testing.T) {
	d := rendertest.Stored(t)["tcp"]
	file := parse(t, paint(t, html.Painter{}, d))
	for _, link := range append(rendertest.Hostile(), "http://127.0.0.1:1/") {
		r := parse(t, paint(t, html.Painter{Served: &html.Served{Room: "R", Link: link, Code: []string{"# "}}}, d))
		if len(r.code) != 1 || r.elements["script"] != 3 || r.elements["style"] != 1 {
			t.Fatalf("%q: %d scripts run, %v", link, len(r.code), r.elements)
		}
		sum := sha256.Sum256([]byte(r.code[0]))
		own := "script-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "';"
		if !strings.HasPrefix(r.policy, "default-src 'none'; "+own) || !strings.HasSuffix(r.policy, "; base-uri 'none'; form-action 'none'; connect-src 'self'") || strings.Count(r.policy, "self") != 1 {
			t.Errorf("%q: policy %q", link, r.policy)
		}
		if header := html.ServedPolicy(); header != r.policy+"; frame-ancestors 'none'" {
			t.Errorf("%q: the header has %q, the page %q", link, header, r.policy)
		}
		if !strings.HasSuffix(r.code[0], file.code[0]) || !strings.HasPrefix(r.style, file.style) {
			t.Errorf("%q: the page is another than that of a file", link)
		}
	}
	for _, of := range []string{"EventSource", "fetch(", "sessionStorage", "connect-src"} {
		if strings.Contains(file.code[0]+file.policy, of) {
			t.Errorf("a file has %s", of)
		}
	}
}
