package words_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"wireladder/capture/flow"
	"wireladder/capture/run/findings"
	"wireladder/render/terms"
)

// spokenIn returns the files that sentences are made in: those of this package and of those below it,
// tests apart.
func spokenIn(t *testing.T) (files []string) {
	err := filepath.WalkDir(".", func(name string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() && strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go") {
			files = append(files, name)
		}
		return err
	})
	if err != nil || len(files) < 20 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	return files
}

// spoken returns the string literals of these files: what sentences are made of.
func spoken(t *testing.T) []string {
	var said []string
	for _, name := range spokenIn(t) {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if _, imports := n.(*ast.ImportSpec); imports {
				return false
			}
			if l, ok := n.(*ast.BasicLit); ok && l.Kind == token.STRING {
				s, err := strconv.Unquote(l.Value)
				if err != nil {
					t.Fatal(err)
				}
				said = append(said, s)
			}
			return true
		})
	}
	if len(said) < 400 {
		t.Fatalf("found only %d strings", len(said))
	}
	return said
}

var (
	// names are what the field writes in capitals: flags, errors, options, counters,
	// states and protocols.
	names = regexp.MustCompile(`\b([A-Z]+_[A-Z0-9_]+|[A-Z]{2,}(-[A-Z0-9]+)*(,ACK)?|TCP[A-Z][A-Za-z]+|[A-Z][a-z]+(Overflows|Drops|Errors|Rsts|Ports))s?\b`)
	// cited are the sources that a sentence names, and cause what it names just before one.
	cited = regexp.MustCompile(`RFC [0-9]+`)
	cause = regexp.MustCompile(`(?:\(|: |^)([A-Za-z][A-Za-z' -]+), RFC [0-9]`)
)

// plain are capitals that are no terms.
var plain = []string{"RFC", "SOL_SOCKET", "SOCK_STREAM", "SOCK_DGRAM", "ASCII", "UTF-8", "HTTP", "FILE", "TCPConn"}

// Every name in capitals, and every phrase of the field, that a sentence uses is
// explained by `wireladder explain`.
func TestTermsAreExplained(t *testing.T) {
	for _, s := range spoken(t) {
		for _, m := range names.FindAllString(s, -1) {
			if _, ok := terms.Find(m); !ok && !slices.Contains(plain, m) {
				t.Errorf("%q is not explained; it is used in %q", m, s)
			}
		}
		for _, m := range cause.FindAllStringSubmatch(s, -1) {
			if _, ok := terms.Find(m[1]); !ok {
				t.Errorf("%q is not explained; it is used in %q", m[1], s)
			}
		}
		for _, phrase := range terms.Spoken() {
			if !strings.Contains(strings.ToLower(s), strings.ToLower(phrase)) {
				continue
			}
			if _, ok := terms.Find(phrase); !ok {
				t.Errorf("%q is not explained; it is used in %q", phrase, s)
			}
		}
	}
}

// Every RFC that a sentence cites is a source of some term.
func TestSourcesAreCited(t *testing.T) {
	known := map[string]bool{}
	for _, term := range terms.All() {
		for _, source := range term.Sources {
			known[cited.FindString(source)] = true
		}
	}
	for _, s := range spoken(t) {
		for _, rfc := range cited.FindAllString(s, -1) {
			if !known[rfc] {
				t.Errorf("%s is the source of no term; it is cited in %q", rfc, s)
			}
		}
	}
}

// Every state of a connection is explained under its own name.
func TestStatesAreExplained(t *testing.T) {
	for state := flow.Listen; state <= flow.Closed; state++ {
		if term, ok := terms.Find(state.String()); !ok || term.Name != state.String() {
			t.Errorf("%v is not explained", state)
		}
	}
}

// TestRulesAreTerms holds that of each rule of findings there is a term of its own, among what
// goes wrong: who reads its name above a picture asks for that.
func TestRulesAreTerms(t *testing.T) {
	for _, rule := range findings.Rules {
		if term, ok := terms.Find(string(rule)); !ok || term.Name != string(rule) || term.Group != "What goes wrong" {
			t.Errorf("%s is explained by %q, of %q", rule, term.Name, term.Group)
		}
	}
}
