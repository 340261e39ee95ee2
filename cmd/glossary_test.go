package cmd

import (
	"os"
	"path"
	"regexp"
	"strings"
	"testing"
)

// glossaryRow is a row of the glossary: the word, and the type that it is.
var glossaryRow = regexp.MustCompile("(?m)^\\| ([a-z]+) \\| `([a-z]+)\\.([A-Z][A-Za-z]+)` \\| .+ \\|$")

// retired are names of files and types that hid their content. They stay away.
var retired = []string{"lean", "foretold", "conveyor", "unhit", "story", "tales", "candidate", "between", "still", "vanish"}

// Each word of the glossary in CONTRIBUTING is a type of one package, whose name begins with
// it.
func TestGlossary(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../CONTRIBUTING.md")
	if err != nil {
		t.Fatal(err)
	}
	_, glossary, found := strings.Cut(string(text), "\n## Glossary\n")
	rows := glossaryRow.FindAllStringSubmatch(glossary, -1)
	if !found || len(rows) < 25 || len(rows) != strings.Count(glossary, "\n| ")-1 {
		t.Fatalf("%d rows can be read", len(rows))
	}
	packages, words := sourcePackages(t), map[string]bool{}
	for _, row := range rows {
		word, in, typ := row[1], row[2], row[3]
		if words[word] {
			t.Errorf("%q stands twice", word)
		}
		words[word] = true
		if !strings.HasPrefix(strings.ToLower(typ), word) {
			t.Errorf("%q is called %s", word, typ)
		}
		places := 0
		for name, p := range packages {
			if path.Base(name) == in && p.types[typ] {
				places++
			}
		}
		if places != 1 {
			t.Errorf("%s.%s is a type of %d packages", in, typ, places)
		}
	}
}

// No file and no type has a name that was retired.
func TestRetiredNames(t *testing.T) {
	t.Parallel()
	for name, p := range sourcePackages(t) {
		for _, old := range retired {
			for typ := range p.types {
				if strings.EqualFold(typ, old) {
					t.Errorf("%s has a type %s", name, typ)
				}
			}
			if _, err := os.Stat(path.Join("..", name, old+".go")); err == nil {
				t.Errorf("%s has a file %s.go", name, old)
			}
		}
	}
}
