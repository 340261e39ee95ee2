package cmd_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wireladder/servers/scenario"
)

// exhibit is one picture of docs/gallery.md, with what stands above it.
var exhibit = regexp.MustCompile("(?m)^### (.*)\n\n(.*)\n\n`(.*)`\n\n!\\[(.*)\\]\\((.*)\\)$")

// gallery reads docs/gallery.md.
func gallery(t *testing.T) [][]string {
	t.Helper()
	text, err := os.ReadFile("../docs/gallery.md")
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(text), "\n### "); n != len(exhibit.FindAll(text, -1)) {
		t.Fatalf("%d headings, and %d pictures with a title, a command and words", n, len(exhibit.FindAll(text, -1)))
	}
	return exhibit.FindAllStringSubmatch(string(text), -1)
}

// The gallery has each scenario, as `demo --list` has it, and no other.
func TestGalleryIsOfAllScenarios(t *testing.T) {
	var got, want [][2]string
	for _, e := range gallery(t) {
		got = append(got, [2]string{e[1], e[2]})
	}
	for _, s := range scenario.All() {
		want = append(want, [2]string{s.Name, s.Title})
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("docs/gallery.md (-want +got); make gallery draws what it names:\n%s", diff)
	}
}

// Each picture is the one that its command writes, is there, and is told in words; no other file is.
func TestGalleryHasItsPictures(t *testing.T) {
	var want []string
	for _, e := range gallery(t) {
		name, command, words, file := e[1], e[3], e[4], e[5]
		if !strings.HasPrefix(command, "wireladder demo "+name+" ") || !strings.HasSuffix(command, " -o "+name+".svg") || file != "gallery/"+name+".svg" {
			t.Errorf("%s: %q does not write %q", name, command, file)
		}
		if len(words) < 60 || strings.Contains(words, "  ") {
			t.Errorf("%s: who can't see it is told %q", name, words)
		}
		want = append(want, name+".svg")
		picture, err := os.ReadFile(filepath.Join("../docs", file))
		if err != nil {
			t.Error(err)
			continue
		}
		checkExhibit(t, name, picture)
	}
	files, err := os.ReadDir("../docs/gallery")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if !slices.Contains(want, f.Name()) {
			t.Errorf("docs/gallery/%s is of no scenario", f.Name())
		}
	}
}

// mostOctets is how large a picture of the gallery is at most.
const mostOctets = 60_000

// checkExhibit checks that a picture is one that any page can show: XML, in light and dark, without
// what runs or is loaded.
func checkExhibit(t *testing.T, name string, picture []byte) {
	t.Helper()
	if len(picture) > mostOctets || !bytes.Contains(picture, []byte("prefers-color-scheme:dark")) {
		t.Errorf("%s: %d octets, or not for light and dark", name, len(picture))
	}
	if bytes.Contains(picture, []byte(">wireladder demo")) {
		t.Errorf("%s: it has a title, which stands in the text already: make gallery", name)
	}
	x, elements := xml.NewDecoder(bytes.NewReader(picture)), map[string]int{}
	for {
		token, err := x.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
			return
		}
		if e, ok := token.(xml.StartElement); ok {
			elements[e.Name.Local]++
			for _, a := range e.Attr {
				if strings.HasPrefix(a.Name.Local, "on") || a.Name.Local == "href" {
					t.Errorf("%s: an attribute %s=%q", name, a.Name.Local, a.Value)
				}
			}
		}
	}
	if elements["svg"] != 1 || elements["text"] == 0 || elements["script"]+elements["image"]+elements["foreignObject"] > 0 {
		t.Errorf("%s: it has %v", name, elements)
	}
}
