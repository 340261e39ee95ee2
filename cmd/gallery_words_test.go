package cmd_test

import (
	"bytes"
	"encoding/xml"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// A picture of the gallery, as a test reads it.
type drawnExhibit struct {
	words   string         // all that is written in it, and what it says of itself
	crosses int            // packets that end in one
	heads   map[string]int // lifelines, by who has them: "client"
}

// readExhibit reads a picture.
func readExhibit(t *testing.T, name string) *drawnExhibit {
	t.Helper()
	picture, err := os.ReadFile(filepath.Join("../docs/gallery", name+".svg"))
	if err != nil {
		t.Fatal(err)
	}
	e := &drawnExhibit{crosses: bytes.Count(picture, []byte(`<path class="cross `)), heads: map[string]int{}}
	var all strings.Builder
	class := ""
	for x := xml.NewDecoder(bytes.NewReader(picture)); ; {
		token, err := x.Token()
		if err != nil {
			break
		}
		switch v := token.(type) {
		case xml.StartElement:
			class = v.Name.Local
			for _, a := range v.Attr {
				if a.Name.Local == "class" {
					class += " " + a.Value
				}
			}
		case xml.CharData:
			if class == "style" {
				break
			}
			all.WriteString(string(v) + "\n")
			if class == "text name" {
				e.heads[strings.Fields(string(v) + " ?")[0]]++
			}
		case xml.EndElement:
			class = ""
		}
	}
	e.words = all.String()
	return e
}

// What the words under a picture of the gallery name stands in the picture.
var (
	calledWords = regexp.MustCompile(`\b([a-z_]+)\(`)
	namedWords  = regexp.MustCompile(`\b[A-Z][A-Z0-9_-]{2,}\b|\bwin=\d+`)
	clientWords = regexp.MustCompile(`(?i)\b(two|three) clients`)
	crossWords  = regexp.MustCompile(`\bin (a cross|crosses)\b`)
	amountWords = regexp.MustCompile(`\b\d[\d,]*\b`)
)

// Who can't see a picture of the gallery is told what is in it: each call, error, state, segment and
// amount that the words name is written there, crosses are drawn where they speak of some and nowhere
// else, and there are as many clients.
func TestGalleryIsToldAsItIsDrawn(t *testing.T) {
	clients := map[string]int{"two": 2, "three": 3}
	for _, x := range gallery(t) {
		name, words := x[1], x[4]
		e := readExhibit(t, name)
		lacks := func(what string) { t.Errorf("%s: it is told of %q, and that is not in the picture", name, what) }
		for _, m := range calledWords.FindAllStringSubmatch(words, -1) {
			if !regexp.MustCompile(`\b` + m[1] + `\b`).MatchString(e.words) {
				lacks(m[0] + ")")
			}
		}
		for _, what := range namedWords.FindAllString(words, -1) {
			if !strings.Contains(e.words, what) {
				lacks(what)
			}
		}
		for _, what := range amountWords.FindAllString(words, -1) {
			n, _ := strconv.Atoi(strings.ReplaceAll(what, ",", ""))
			if !strings.Contains(e.words, what) && !strings.Contains(e.words, strconv.Itoa(n)) {
				lacks(what)
			}
		}
		if m := clientWords.FindStringSubmatch(words); m != nil && e.heads["client"]%clients[strings.ToLower(m[1])] != 0 {
			t.Errorf("%s: it is told of %s, and there are %d", name, m[0], e.heads["client"])
		}
		if told := crossWords.MatchString(words); told != (e.crosses > 0) {
			t.Errorf("%s: it is told of a cross: %v, and there are %d", name, told, e.crosses)
		}
	}
}
