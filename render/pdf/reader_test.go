package pdf_test

import (
	"bytes"
	"compress/zlib"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"
)

// read is what a file holds, as a strict reader finds it.
type read struct {
	pages  []page
	names  []string // of all dictionaries: /Type, /Pages, …
	title  string
	family int // streams that are fonts
}

// page is what is drawn on one.
type page struct {
	size  string   // the box
	texts []string // each where it begins anew
	count map[string]int
}

// said returns the texts of a page, one behind the other.
func (p *page) said() string { return strings.Join(p.texts, " ") }

var (
	streams = regexp.MustCompile(`(?s)<<([^<>]*(?:<<[^<>]*>>[^<>]*)*)>>\s*stream\n`)
	length  = regexp.MustCompile(`/Length (\d+)`)
	names   = regexp.MustCompile(`/[A-Za-z0-9]+`)
	boxes   = regexp.MustCompile(`/MediaBox \[([^\]]*)\]`)
	strung  = regexp.MustCompile(`(?s)/Title \(((?:[^()\\]|\\.)*)\)`)
)

// parse reads a file: ISO 32000-1 §7.3, and the operators of Annex A that may be there.
func parse(t *testing.T, file []byte) *read {
	t.Helper()
	r, rest := &read{}, file
	var outside []byte
	for {
		at := streams.FindSubmatchIndex(rest)
		if at == nil {
			break
		}
		n := 0
		for _, d := range length.FindSubmatch(rest[at[2]:at[3]])[1] {
			n = n*10 + int(d-'0')
		}
		outside = append(outside, rest[:at[1]]...)
		content := rest[at[1] : at[1]+n]
		if bytes.Contains(rest[at[2]:at[3]], []byte("FlateDecode")) {
			content = inflate(t, content)
		}
		r.stream(t, content, string(rest[at[2]:at[3]]))
		if rest = rest[at[1]+n:]; !bytes.HasPrefix(rest, []byte("\nendstream")) {
			t.Fatalf("a stream does not end where it says: %.40q", rest)
		}
	}
	outside = append(outside, rest...)
	if m := strung.FindSubmatch(outside); m != nil {
		r.title = text(unescape(m[1])[2:]) // behind the byte order mark
	}
	for i, m := range boxes.FindAllSubmatch(outside, -1) {
		if i < len(r.pages) {
			r.pages[i].size = string(m[1])
		}
	}
	for _, m := range names.FindAll(withoutStrings(outside), -1) {
		r.names = append(r.names, string(m))
	}
	slices.Sort(r.names)
	r.names = slices.Compact(r.names)
	return r
}

func inflate(t *testing.T, b []byte) []byte {
	t.Helper()
	z, err := zlib.NewReader(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	all, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// stream takes in a stream: a font, a map of its characters, or a page.
func (r *read) stream(t *testing.T, content []byte, dictionary string) {
	t.Helper()
	switch {
	case strings.Contains(dictionary, "/Length1"):
		r.family++
	case bytes.HasPrefix(content, []byte("/CIDInit")), bytes.Contains(content[:min(len(content), 200)], []byte{0, 0, 0, 0}):
	default:
		r.pages = append(r.pages, contents(t, content))
	}
}

// operators are those that a page may have.
var operators = strings.Fields("q Q cm w J j d RG rg G g m l c v y h S f B re W n BT ET Td Tf Tj")

// contents reads the content of a page, token by token.
func contents(t *testing.T, b []byte) page {
	t.Helper()
	p := page{count: map[string]int{}}
	var last []byte
	for len(b) > 0 {
		switch c := b[0]; {
		case c == ' ' || c == '\n':
			b = b[1:]
		case c == '(':
			end := closing(t, b)
			last, b = b[1:end], b[end+1:]
		default:
			end := bytes.IndexAny(b, " \n(")
			if end < 0 {
				end = len(b)
			}
			token := string(b[:end])
			b = b[end:]
			switch {
			case strings.Trim(token, "0123456789.-[]") == "", token[0] == '/':
			case !slices.Contains(operators, token):
				t.Fatalf("a page has %q before %.60q", token, b)
			default:
				p.count[token]++
				if token == "Tj" {
					p.texts = append(p.texts, text(unescape(last)))
				}
			}
		}
	}
	return p
}

// closing returns where a string ends.
func closing(t *testing.T, b []byte) int {
	t.Helper()
	for i := 1; i < len(b); i++ {
		switch b[i] {
		case '\\':
			i++
		case ')':
			return i
		case '(':
			t.Fatalf("a bracket stands in a string as it is: %.60q", b)
		}
	}
	t.Fatalf("a string has no end: %.60q", b)
	return 0
}

// unescape undoes the escapes of a string (§7.3.4.2).
func unescape(b []byte) []byte {
	var all []byte
	for i := 0; i < len(b); i++ {
		if b[i] == '\\' {
			i++
			if b[i] == 'r' {
				all = append(all, '\r')
				continue
			}
		}
		all = append(all, b[i])
	}
	return all
}

// text reads UTF-16, the higher octet first.
func text(b []byte) string {
	var units []uint16
	for i := 0; i+1 < len(b); i += 2 {
		units = append(units, uint16(b[i])<<8|uint16(b[i+1]))
	}
	return string(utf16.Decode(units))
}

// withoutStrings returns what stands outside of strings.
func withoutStrings(b []byte) []byte {
	var all []byte
	for i := 0; i < len(b); i++ {
		if b[i] != '(' {
			all = append(all, b[i])
			continue
		}
		for i++; i < len(b) && b[i] != ')'; i++ {
			if b[i] == '\\' {
				i++
			}
		}
	}
	return all
}
