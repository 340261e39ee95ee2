package cmd

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// sourcePackage is a package of the tree, without its tests.
type sourcePackage struct {
	files, lines int
	imports      map[string]bool // paths in the tree
	types        map[string]bool
	concurrent   bool // it starts goroutines
}

const module = "wireladder/"

// sourcePackages reads the tree, for every system and every build.
func sourcePackages(t *testing.T) map[string]*sourcePackage {
	t.Helper()
	all, root := map[string]*sourcePackage{}, os.DirFS("..")
	err := fs.WalkDir(root, ".", func(name string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case e.IsDir() && name != "." && (e.Name() == "testdata" || strings.HasPrefix(e.Name(), ".") || name == "bin"):
			return fs.SkipDir
		case e.IsDir() || path.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go"):
			return nil
		}
		p := all[path.Dir(name)]
		if p == nil {
			p = &sourcePackage{imports: map[string]bool{}, types: map[string]bool{}}
			all[path.Dir(name)] = p
		}
		return p.read(root, name)
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// read adds a file.
func (p *sourcePackage) read(root fs.FS, name string) error {
	code, err := fs.ReadFile(root, name)
	if err != nil {
		return err
	}
	p.files++
	p.lines += strings.Count(string(code), "\n")
	file, err := parser.ParseFile(token.NewFileSet(), name, code, parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	for _, i := range file.Imports {
		if own, ok := strings.CutPrefix(strings.Trim(i.Path.Value, `"`), module); ok {
			p.imports[own] = true
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		_, is := n.(*ast.GoStmt)
		p.concurrent = p.concurrent || is
		return true
	})
	for _, d := range file.Decls {
		if g, ok := d.(*ast.GenDecl); ok && g.Tok == token.TYPE {
			for _, s := range g.Specs {
				p.types[s.(*ast.TypeSpec).Name.Name] = true
			}
		}
	}
	return nil
}

// layers say what the packages of a room may import, besides packages of the same room: a
// room is a package and those below it in the tree, unless they have a room of their own. A
// room that ends in "/" has the packages below it alone.
var layers = map[string][]string{
	"capture":                         {"capture/notation", "capture/code", "capture/joint"},
	"capture/joint":                   {},
	"capture/pairing":                 {"capture", "capture/decode", "capture/joint", "capture/views"},
	"capture/views":                   {"capture", "capture/joint"},
	"capture/code":                    {},
	"capture/message":                 {"capture", "capture/joint"},
	"capture/":                        {"capture", "capture/", "capture/notation"},
	"capture/notation":                {},
	"render/spelling":                 {},
	"capture/decode":                  {"capture"},
	"capture/flow":                    {"capture", "capture/joint"},
	"capture/facts":                   {"capture", "capture/joint", "capture/flow"},
	"capture/run":                     {"capture", "capture/flow", "capture/facts"},
	"capture/run/":                    {"capture", "capture/flow", "capture/facts", "capture/facts/book", "capture/run"},
	"capture/pcapng":                  {"capture", "capture/joint", "capture/message"},
	"capture/savefile":                {"capture", "capture/decode", "capture/views", "capture/pcapng", "capture/savefile/packed", "capture/savefile/foreign"},
	"capture/savefile/packed":         {},
	"capture/savefile/foreign":        {},
	"capture/causal":                  {"capture"},
	"capture/live":                    {"capture", "capture/decode", "capture/causal"},
	"capture/netns/wire":              {"capture", "capture/", "capture/decode", "capture/live"},
	"capture/capturetest":             {"capture", "capture/decode"},
	"capture/runtest":                 {"capture", "capture/flow", "capture/causal"},
	"capture/calls":                   {"capture", "capture/code", "capture/calls/descriptors", "capture/calls/lines", "capture/calls/memory", "capture/calls/native", "capture/calls/runtimes", "capture/calls/syscalls", "capture/calls/tracee"},
	"capture/calls/descriptors":       {"capture"},
	"capture/calls/lines":             {"capture/code"},
	"capture/calls/memory":            {"capture"},
	"capture/calls/tracee":            {},
	"capture/run/findings":            {"capture/run"},
	"capture/run/findings/accounts":   {"capture", "capture/flow", "capture/run"},
	"capture/run/findings/docket":     {"capture/run/findings", "capture/run/findings/accounts"},
	"capture/run/findings/heard":      {"capture", "capture/run", "capture/run/findings", "capture/run/findings/accounts"},
	"capture/run/findings/letters":    {},
	"capture/run/findings/addresses":  {"capture", "capture/facts", "capture/flow", "capture/run", "capture/run/findings", "capture/run/findings/accounts", "capture/run/findings/docket"},
	"capture/run/findings/datagrams":  {"capture", "capture/flow", "capture/run", "capture/run/findings", "capture/run/findings/accounts", "capture/run/findings/docket"},
	"capture/run/findings/endings":    {"capture", "capture/flow", "capture/run", "capture/run/findings", "capture/run/findings/accounts", "capture/run/findings/docket"},
	"capture/run/findings/rules":      {"capture", "capture/facts", "capture/flow", "capture/run", "capture/run/findings", "capture/run/findings/accounts", "capture/run/findings/addresses", "capture/run/findings/datagrams", "capture/run/findings/docket", "capture/run/findings/endings", "capture/run/findings/spins", "capture/run/findings/standstill", "capture/run/findings/streams", "capture/run/findings/suspicion", "capture/run/findings/waits"},
	"capture/run/findings/spins":      {"capture", "capture/run", "capture/run/findings", "capture/run/findings/accounts", "capture/run/findings/docket"},
	"capture/run/findings/streams":    {"capture", "capture/facts", "capture/flow", "capture/run", "capture/run/findings", "capture/run/findings/accounts", "capture/run/findings/docket", "capture/run/findings/letters", "capture/run/findings/suspicion", "capture/run/findings/waits"},
	"capture/run/findings/waits":      {"capture", "capture/flow", "capture/run", "capture/run/findings", "capture/run/findings/accounts", "capture/run/findings/docket", "capture/run/findings/heard", "capture/run/findings/letters"},
	"capture/run/findings/standstill": {"capture", "capture/flow", "capture/run", "capture/run/findings", "capture/run/findings/accounts", "capture/run/findings/docket"},
	"capture/run/findings/questions":  {"capture", "capture/facts", "capture/flow", "capture/run", "capture/run/findings", "capture/run/findings/letters"},
	"capture/run/findings/suspicion":  {"capture", "capture/facts", "capture/flow", "capture/run", "capture/run/findings", "capture/run/findings/accounts", "capture/run/findings/letters", "capture/run/findings/questions"},
	"capture/calls/native":            {"capture/code"},
	"capture/calls/runtimes":          {"capture", "capture/calls/descriptors", "capture/calls/native"},
	"capture/calls/syscalls":          {"capture", "capture/calls/descriptors", "capture/calls/memory", "capture/calls/tracee"},

	"capture/facts/ledger":     {"capture", "capture/flow", "capture/facts"},
	"capture/facts/sequence":   {"capture", "capture/flow", "capture/facts", "capture/facts/ledger"},
	"capture/facts/connection": {"capture", "capture/flow", "capture/facts", "capture/facts/ledger"},
	"capture/facts/book":       {"capture", "capture/flow", "capture/facts", "capture/facts/ledger", "capture/facts/sequence", "capture/facts/connection"},

	"servers":               {"capture"},
	"servers/lab":           {"capture", "capture/", "capture/live", "capture/netns/wire", "servers"},
	"servers/theirs":        {"capture", "capture/calls", "capture/calls/lines", "capture/calls/syscalls", "servers/lab", "servers/theirs/screen"},
	"servers/theirs/screen": {},
	"servers/scenario":      {"capture", "capture/", "capture/netns/wire", "servers", "servers/lab"},
	"servers/battery":       {"capture", "capture/calls", "capture/netns/wire", "servers", "servers/lab", "servers/theirs"},

	"render/quantity": {},
	"render/terms":    {"render/spelling"},

	"render/words":                  {"capture", "capture/joint", "capture/facts", "capture/flow", "capture/run", "render/quantity", "render/words/", "render/words/segments", "render/words/sentence"},
	"render/words/":                 {"capture", "capture/code", "capture/facts", "capture/flow", "capture/run", "render/dns", "render/quantity", "render/words/sentence"},
	"render/words/verdicts":         {"capture", "capture/facts", "capture/flow", "capture/run", "capture/run/findings", "render/quantity", "render/words/sentence", "render/words/verdicts/naming", "render/words/verdicts/repairs", "render/words/verdicts/waits"},
	"render/words/verdicts/repairs": {"capture", "capture/run", "capture/run/findings", "render/quantity", "render/words/verdicts/naming"},
	"render/words/verdicts/naming":  {"capture", "capture/run", "render/quantity"},
	"render/words/verdicts/waits":   {"capture", "capture/flow", "capture/run", "capture/run/findings", "render/words/verdicts/naming"},
	"render/words/conversations":    {"capture", "capture/flow", "render/quantity"},
	"render/words/segments":         {"capture", "capture/facts", "capture/flow", "capture/run", "render/quantity", "render/words/segments/", "render/words/sentence"},
	"render/words/segments/":        {"capture", "capture/facts", "capture/flow", "capture/run", "render/quantity", "render/words/sentence"},
	"render/words/sentence":         {"capture", "capture/facts", "capture/flow", "capture/run", "render/quantity"},

	"render/dns":             {"capture"},
	"render/labels":          {"capture", "capture/flow", "capture/facts", "capture/run", "render/dns", "render/quantity", "capture/joint"},
	"render/focus":           {"capture", "capture/flow", "render", "render/quantity"},
	"render/lanes":           {"capture/flow", "capture/run", "render"},
	"render/keys":            {"capture", "capture/facts", "capture/flow", "capture/run", "render/dns"},
	"render/rhythm":          {"capture/run"},
	"render/endings":         {"capture/facts", "capture/flow", "capture/run", "render/keys"},
	"render/embryos":         {"capture", "capture/flow", "capture/run"},
	"render/timers":          {"capture/facts", "capture/flow", "capture/run", "render/keys"},
	"render/windows":         {"capture/flow", "capture/run", "render/keys", "render/labels"},
	"render/phases":          {"capture", "capture/flow", "capture/run"},
	"render/titles":          {"capture", "capture/joint", "render/quantity"},
	"render/timing":          {"capture/flow", "render", "render/quantity"},
	"render/quiz":            {"render", "render/quantity"},
	"render/guess":           {"capture", "render"},
	"render/excerpt":         {"render", "render/walk"},
	"render/quiz/order":      {"capture", "capture/facts", "capture/flow", "capture/run", "render", "render/quantity"},
	"render/compare":         {"capture", "capture/flow", "capture/run", "render"},
	"render/totals":          {"capture", "capture/flow", "capture/run"},
	"render/jsonl":           {"capture", "capture/code", "capture/flow", "capture/facts", "capture/run", "capture/joint"},
	"render/judge":           {"capture", "capture/run", "capture/run/findings", "capture/run/findings/accounts", "capture/run/findings/rules", "render/words/verdicts"},
	"render/loops":           {"capture", "capture/run"},
	"render":                 {"capture", "capture/flow", "capture/facts", "capture/run", "render/judge", "render/keys", "render/loops", "render/phases", "render/quantity", "render/rhythm", "render/titles", "render/windows", "render/labels", "render/totals", "render/words", "render/words/verdicts", "render/timers", "render/endings", "render/embryos"},
	"render/walk":            {"capture", "capture/flow", "capture/run", "render", "render/anatomy", "render/arrange"},
	"render/sheet":           {"render"},
	"render/sides":           {"capture", "capture/flow", "capture/joint", "capture/views", "render"},
	"render/heads":           {"capture/facts", "capture/flow", "render", "render/quantity"},
	"render/layout":          {"render/arrange", "render/lanes", "capture/flow", "render", "render/heads", "render/quantity", "render/sheet", "render/titles", "render/waits"},
	"render/arrange":         {"render"},
	"render/typeface":        {},
	"render/figure":          {"render", "render/typeface"},
	"render/ink":             {"render", "render/figure"},
	"render/pages":           {"render/figure"},
	"render/plot":            {"capture", "capture/facts", "capture/flow", "capture/run", "render", "render/figure", "render/quantity", "render/scene", "render/typeface"},
	"render/svg":             {"render", "render/figure", "render/ink", "render/scene", "render/slides"},
	"render/png":             {"render", "render/figure", "render/ink", "render/scene", "render/typeface", "render/slides"},
	"render/anatomy":         {"capture", "capture/flow"},
	"render/html":            {"capture", "capture/flow", "render", "render/anatomy", "render/arrange", "render/figure", "render/guess", "render/heads", "render/pages", "render/quantity", "render/scene", "render/svg", "render/typeface", "render/walk"},
	"render/pdf":             {"render", "render/figure", "render/ink", "render/pages", "render/scene", "render/typeface", "render/slides"},
	"render/scene":           {"capture/flow", "render", "render/arrange", "render/figure", "render/heads", "render/titles", "render/typeface", "render/waits"},
	"render/waits":           {"render"},
	"render/slides":          {"render", "render/figure", "render/focus", "render/lanes", "render/pages", "render/scene", "render/typeface"},
	"render/sequence":        {"render", "render/arrange", "render/heads", "render/sheet", "render/typeface"},
	"render/mermaid":         {"render", "render/quantity", "render/sequence"},
	"render/plantuml":        {"render", "render/sequence"},
	"render/markdown":        {"render", "render/text", "render/typeface"},
	"render/text":            {"render", "render/layout", "render/sheet"},
	"render/text/":           {"capture", "capture/message", "capture/flow", "capture/facts", "capture/run", "render", "render/quantity", "render/words", "render/words/conversations", "render/terms", "render/sheet", "render/text"},
	"render/grading":         {"render", "render/sheet", "render/text"},
	"render/rendertest":      {"capture", "capture/capturetest", "capture/flow", "capture/facts", "capture/run", "capture/run/", "capture/savefile", "render"},
	"render/text/scroll":     {"capture", "capture/flow", "capture/run", "render", "render/labels", "render/layout", "render/quantity", "render/rhythm", "render/sheet", "render/text", "render/words"},
	"render/text/canvas":     {"render", "render/layout", "render/sheet", "render/text"},
	"render/text/fullscreen": {"capture", "render", "render/excerpt", "render/focus", "render/guess", "render/heads", "render/lanes", "render/quantity", "render/sheet", "render/text", "render/text/", "render/text/canvas", "render/timing", "render/walk"},

	"cmd":              {"render/spelling", "capture", "capture/", "capture/notation", "capture/live", "capture/savefile", "servers", "servers/lab", "servers/scenario", "render/text", "render/text/", "cmd/checks", "cmd/console", "cmd/diff", "cmd/doctor", "cmd/explain", "cmd/failure", "cmd/flags", "cmd/lectures", "cmd/own", "cmd/pager", "cmd/quiz", "cmd/record", "cmd/report", "cmd/step", "cmd/talk", "cmd/usage", "cmd/shell", "cmd/viewer", "cmd/watch", "cmd/view"},
	"cmd/own":          {"capture", "capture/calls", "capture/calls/descriptors", "capture/savefile", "servers/lab", "servers/scenario", "servers/theirs", "render/text", "cmd/console", "cmd/failure", "cmd/flags", "cmd/record", "cmd/report", "cmd/step"},
	"cmd/checks":       {"capture", "capture/flow", "capture/notation", "capture/run", "capture/run/", "capture/run/findings", "capture/run/findings/accounts", "capture/run/findings/rules", "capture/savefile", "render", "render/grading", "render/sheet", "render/spelling", "render/text", "render/words/verdicts", "servers", "servers/battery", "servers/lab", "cmd/console", "cmd/failure", "cmd/flags", "cmd/own", "cmd/record", "cmd/report"},
	"cmd/console":      {},
	"cmd/pager":        {"cmd/console"},
	"cmd/failure":      {"capture/notation", "capture/pairing", "capture/pcapng", "capture/savefile", "render/png", "cmd/console", "cmd/report"},
	"cmd/flags":        {"render/spelling", "render/timing", "capture", "capture/", "capture/notation", "servers/scenario", "render", "render/lanes", "render/layout", "render/png", "render/text", "render/text/", "cmd/console", "cmd/failure", "cmd/report", "render/plot"},
	"cmd/lectures":     {"capture", "capture/netns/wire", "servers/scenario", "render/sheet", "render/text", "cmd/console", "cmd/failure"},
	"cmd/record":       {"capture", "capture/", "capture/savefile", "servers/lab", "servers/scenario", "cmd/failure", "cmd/step"},
	"cmd/usage":        {"render/plot", "render/spelling", "capture/notation", "servers", "servers/scenario", "cmd/console", "cmd/failure", "cmd/flags"},
	"cmd/wireshark":    {"capture", "capture/notation", "capture/savefile"},
	"cmd/explain":      {"render/terms", "render/text", "render/text/", "cmd/console", "cmd/failure", "cmd/flags"},
	"cmd/doctor":       {"capture/", "capture/live", "servers/lab", "cmd/console", "cmd/failure", "cmd/record"},
	"cmd/talk":         {"capture", "servers", "cmd/console", "cmd/failure", "cmd/flags"},
	"cmd/report":       {"capture", "capture/", "capture/flow", "capture/run", "capture/run/", "capture/savefile", "render", "render/focus", "render/html", "render/jsonl", "render/judge", "render/lanes", "render/layout", "render/markdown", "render/mermaid", "render/pdf", "render/plantuml", "render/png", "render/quantity", "render/sheet", "render/svg", "render/text", "render/text/", "render/timing", "render/titles", "render/words", "render/figure", "render/plot", "render/slides", "capture/run/findings", "render/text/scroll", "render/walk", "capture/notation", "capture/pairing", "render/sides"},
	"cmd/step":         {"capture", "capture/run/", "render", "render/focus", "render/lanes", "render/layout", "render/rhythm", "render/sheet", "render/text", "render/text/", "render/timing", "render/titles", "cmd/console", "cmd/report", "capture/run", "render/walk"},
	"cmd/view":         {"capture", "capture/run", "render", "render/html", "render/text", "render/text/", "render/text/fullscreen", "render/walk", "cmd/console", "cmd/failure", "cmd/flags", "cmd/report", "cmd/usage", "cmd/web", "render/lanes", "render/mermaid", "render/quantity", "cmd/step"},
	"cmd/room":         {},
	"cmd/web":          {"render", "render/html", "render/walk", "cmd/console", "cmd/failure", "cmd/flags", "cmd/room"},
	"cmd/viewer":       {"cmd/console", "cmd/failure", "cmd/flags", "cmd/wireshark"},
	"cmd/sentencetest": {"capture"},
	"cmd/shell":        {"capture/", "capture/notation", "cmd/failure"},
	"cmd/diff":         {"render", "render/compare", "cmd/console", "cmd/failure", "cmd/flags", "cmd/pager", "cmd/report", "cmd/usage"},
	"cmd/quiz":         {"render", "render/quiz", "render/quiz/order", "cmd/console", "cmd/failure", "cmd/flags", "cmd/pager", "cmd/report", "cmd/usage"},
	"cmd/watch":        {"capture", "capture/", "capture/decode", "capture/live", "capture/savefile", "render", "render/quantity", "render/text/scroll", "render/walk", "cmd/console", "cmd/failure", "cmd/flags", "cmd/record", "cmd/report", "cmd/usage", "cmd/view", "cmd/web"},
	"cmd/wireladder":   {"cmd"},
}

// roomOf returns the room of a package.
func roomOf(name string) string {
	if _, ok := layers[name]; ok {
		return name
	}
	for up := path.Dir(name); up != "."; up = path.Dir(up) {
		if _, ok := layers[up+"/"]; ok {
			return up + "/"
		}
		if _, ok := layers[up]; ok {
			return up
		}
	}
	return ""
}

func TestImportsPointOneWay(t *testing.T) {
	t.Parallel()
	for name, p := range sourcePackages(t) {
		room := roomOf(name)
		for i := range p.imports {
			if to := roomOf(i); to != room && !slices.Contains(layers[room], to) {
				t.Errorf("%s imports %s: %q may import %q alone", name, i, room, layers[room])
			}
		}
	}
}

// The most that a package has, and those that have more.
const (
	maxPackageLines = 1200
	maxPackageFiles = 15
)

// larger are packages that may be larger, and why.
var larger = map[string]string{
	"capture/flow":       "one machine, RFC 9293's",
	"capture/pcapng":     "one format",
	"capture/netns/wire": "one wire",
	"servers":            "servers and clients, call by call",
	"servers/scenario":   "the lectures",
}

// What draws does one thing after the other, but for the table: .ci/run tests it without the
// race detector.
func TestDrawingHasNoGoroutines(t *testing.T) {
	t.Parallel()
	for name, p := range sourcePackages(t) {
		if strings.HasPrefix(name, "render") && name != "render/text/table" && p.concurrent {
			t.Errorf("%s starts a goroutine", name)
		}
	}
}

func TestPackagesAreSmall(t *testing.T) {
	t.Parallel()
	all := sourcePackages(t)
	for name, p := range all {
		large := p.lines > maxPackageLines || p.files > maxPackageFiles
		switch why, ok := larger[name]; {
		case large && !ok:
			t.Errorf("%s has %d lines in %d files; at most %d in %d", name, p.lines, p.files, maxPackageLines, maxPackageFiles)
		case !large && ok:
			t.Errorf("%s is small: take it out of the table of larger ones (%s)", name, why)
		}
	}
	for name := range larger {
		if all[name] == nil {
			t.Errorf("there is no %s", name)
		}
	}
}

// contributing returns what CONTRIBUTING.md says.
func contributing(t *testing.T) string {
	t.Helper()
	said, err := os.ReadFile("../CONTRIBUTING.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(said)
}

// CONTRIBUTING.md has every package in its table, and no other.
func TestPackagesAreInTheTable(t *testing.T) {
	t.Parallel()
	var listed []string
	for row := range strings.Lines(contributing(t)) {
		if cells := strings.Split(row, "|"); len(cells) > 3 {
			for _, m := range regexp.MustCompile("`([a-z0-9/]+)`").FindAllStringSubmatch(cells[1], -1) {
				listed = append(listed, m[1])
			}
		}
	}
	want := slices.Sorted(maps.Keys(sourcePackages(t)))
	if diff := cmp.Diff(want, slices.Sorted(slices.Values(listed))); diff != "" {
		t.Errorf("packages (-in the tree +in the table of CONTRIBUTING.md):\n%s", diff)
	}
}

// CONTRIBUTING.md has the picture of imports as they are.
func TestPictureOfImports(t *testing.T) {
	t.Parallel()
	picture := pictureOf(sourcePackages(t))
	if !strings.Contains(contributing(t), picture) {
		t.Errorf("CONTRIBUTING.md has not this picture:\n%s", picture)
	}
}

// pictureOf draws packages, each on the floor above those that it imports, with its imports;
// those that another of its imports has as well are left out.
func pictureOf(all map[string]*sourcePackage) string {
	g, floors := newGraph(all), map[int][]string{}
	for name := range all {
		f := g.floorOf(name)
		floors[f] = append(floors[f], name)
	}
	var b strings.Builder
	for f := len(floors) - 1; f >= 0; f-- {
		slices.Sort(floors[f])
		for i, name := range floors[f] {
			number := ""
			if i == 0 {
				number = fmt.Sprint(f)
			}
			line := fmt.Sprintf("%2s  %-36s", number, name)
			if own := g.direct(name); len(own) > 0 {
				line += " ─► " + strings.Join(own, ", ")
			}
			b.WriteString(strings.TrimRight(line, " ") + "\n")
		}
	}
	return b.String()
}

// graph is who imports whom.
type graph struct {
	all     map[string]*sourcePackage
	floors  map[string]int
	reached map[string]map[string]bool
}

func newGraph(all map[string]*sourcePackage) *graph {
	return &graph{all, map[string]int{}, map[string]map[string]bool{}}
}

// floorOf returns the floor of a package: 0 if it imports none.
func (g *graph) floorOf(name string) int {
	if f, known := g.floors[name]; known {
		return f
	}
	floor := 0
	for i := range g.all[name].imports {
		floor = max(floor, g.floorOf(i)+1)
	}
	g.floors[name] = floor
	return floor
}

// reach returns what a package imports, by others or itself.
func (g *graph) reach(name string) map[string]bool {
	if r, known := g.reached[name]; known {
		return r
	}
	r := map[string]bool{}
	for i := range g.all[name].imports {
		r[i] = true
		maps.Copy(r, g.reach(i))
	}
	g.reached[name] = r
	return r
}

// direct returns the imports of a package that none of its other imports leads to.
func (g *graph) direct(name string) []string {
	var own []string
	for i := range g.all[name].imports {
		implied := false
		for other := range g.all[name].imports {
			implied = implied || other != i && g.reach(other)[i]
		}
		if !implied {
			own = append(own, i)
		}
	}
	slices.Sort(own)
	return own
}
