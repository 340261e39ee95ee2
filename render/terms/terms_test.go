package terms_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"wireladder/render/terms"
)

// Every term has what a reader needs, and nothing in it contradicts its neighbours.
func TestTerms(t *testing.T) {
	groups := map[string]string{}
	taken := map[string]string{}
	last := ""
	for _, term := range terms.All() {
		t.Run(term.Name, func(t *testing.T) { checkTerm(t, &term) })
		if _, again := groups[term.Group]; again && term.Group != last {
			t.Errorf("the group %q of %q stands in two places", term.Group, term.Name)
		}
		last, groups[term.Group] = term.Group, term.Name
		for _, name := range append([]string{term.Name}, term.Aliases...) {
			if found, _ := terms.Find(name); found.Name != term.Name {
				t.Errorf("%q finds %q, want %q", name, found.Name, term.Name)
			}
			if other, again := taken[name]; again {
				t.Errorf("%q names %q and %q", name, other, term.Name)
			}
			taken[name] = term.Name
		}
	}
	if len(taken) < 300 {
		t.Errorf("only %d names: a text is not read", len(taken))
	}
}

var (
	source = regexp.MustCompile(`^(RFC [1-9][0-9]{2,3}( §[0-9]+(\.[0-9]+)*)?( \((type|code)[^)]+\))?|[a-z_-]+6?\([1-8]\)(, [A-Za-z._]+)?|Linux: [a-z0-9_/-]+\.(rst|c)(, [A-Za-z_]+)?|wireladder)$`)
	whole  = regexp.MustCompile(`^["A-Z0-9/(a-z]`)
)

func checkTerm(t *testing.T, term *terms.Term) {
	if n := len(strings.Fields(term.Line)); n < 3 || n > 12 {
		t.Errorf("the line has %d words: %q", n, term.Line)
	}
	if strings.HasSuffix(term.Line, ".") {
		t.Errorf("the line ends with a full stop: %q", term.Line)
	}
	for _, p := range append(slices.Clone(term.Text), term.Picture) {
		if p != "" && (!strings.HasSuffix(p, ".") || !whole.MatchString(p) || strings.Contains(p, "  ")) {
			t.Errorf("no whole sentences: %q", p)
		}
	}
	if len(term.Sources) == 0 {
		t.Error("no source")
	}
	for _, s := range term.Sources {
		if !source.MatchString(s) {
			t.Errorf("source %q", s)
		}
	}
	if len(term.See) == 0 {
		t.Error("leads nowhere")
	}
	for _, name := range term.See {
		if other, ok := terms.Find(name); !ok || other.Name != name || name == term.Name {
			t.Errorf("see %q: no name of another term", name)
		}
	}
}

// The files of the folder are those that are read.
func TestEveryTextIsRead(t *testing.T) {
	entries, err := os.ReadDir("text")
	if err != nil {
		t.Fatal(err)
	}
	read := map[string]bool{}
	for _, term := range terms.All() {
		read[term.Name] = true
	}
	for _, e := range entries {
		text, err := os.ReadFile("text/" + e.Name())
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`(?m)^## ([^;\n]+)`).FindAllStringSubmatch(string(text), -1) {
			if !read[strings.TrimSpace(m[1])] {
				t.Errorf("text/%s: %q is not read", e.Name(), m[1])
			}
		}
	}
}

func TestFind(t *testing.T) {
	for name, want := range map[string]string{
		"zero window":          "zero window",
		"Zero-Window":          "zero window",
		"the zero window":      "zero window",
		"ZEROWINDOW":           "zero window",
		"a tail loss probe":    "tail loss probe",
		"duplicate ACKs":       "duplicate ACK",
		"syn-ack":              "SYN,ACK",
		"SYN,ACK":              "SYN,ACK",
		"SYNACK":               "SYN,ACK",
		"SYNs":                 "SYN",
		"time_wait":            "TIME-WAIT",
		"TIME WAIT":            "TIME-WAIT",
		"message boundaries":   "message boundary",
		"handshake":            "three-way handshake",
		"rto":                  "retransmission timer",
		"TCP_NODELAY":          "TCP_NODELAY",
		"so_linger":            "SO_LINGER",
		"recv()=0":             "recv() = 0",
		"  port  unreachable ": "port unreachable",
		"window probes":        "window probe",
		"half-close":           "half-close",
		"half-closed":          "half-close",
		"half-open":            "half-open connection",
		"backlog":              "accept queue",
		"":                     "",
		"s":                    "",
		"the":                  "",
		"frobnicate":           "",
		"window frobnicator":   "",
		"\x1b[31m":             "",
	} {
		if term, ok := terms.Find(name); term.Name != want || ok != (want != "") {
			t.Errorf("Find(%q) = %q, %v; want %q", name, term.Name, ok, want)
		}
	}
}

func TestLike(t *testing.T) {
	for _, test := range []struct {
		name string
		want []string // the first ones
	}{
		{"zero windw", []string{"zero window"}},
		{"sin", []string{"SYN"}},
		{"delyed ack", []string{"delayed ACK"}},
		{"tail", []string{"tail loss probe"}},
		{"challenge", []string{"challenge ACK"}},
		{"econrefused", []string{"ECONNREFUSED"}},
		{"TCPAbort", []string{"TCPAbortOnClose", "TCPAbortOnData", "TCPAbortOnTimeout", "TCPAbortOnLinger"}},
		{"three way handshake of TCP", []string{"three-way handshake"}},
		{"frobnicate", nil},
		{"", nil},
		{"q", nil},
		{strings.Repeat("zero window", 100000), nil},
	} {
		got := terms.Like(test.name)
		if len(got) > 4 || !slices.Equal(got[:min(len(got), len(test.want))], test.want) || len(test.want) == 0 && len(got) > 0 {
			t.Errorf("Like(%.40q) = %q, want %q first", test.name, got, test.want)
		}
	}
}

// Every phrase that sentences may use is explained.
func TestSpoken(t *testing.T) {
	for _, phrase := range terms.Spoken() {
		if _, ok := terms.Find(phrase); !ok {
			t.Errorf("%q is not explained", phrase)
		}
	}
	if !slices.IsSortedFunc(terms.Spoken(), func(a, b string) int { return strings.Compare(strings.ToLower(a), strings.ToLower(b)) }) {
		t.Error("the phrases are not in order")
	}
}

func FuzzFind(f *testing.F) {
	for _, name := range []string{"zero window", "SYN,ACK", "the", "\xff\x00", "recv() = 0", "ÄÖ"} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		term, ok := terms.Find(name)
		if ok != (term.Name != "") {
			t.Errorf("Find(%q) = %q, %v", name, term.Name, ok)
		}
		for _, like := range terms.Like(name) {
			if _, ok := terms.Find(like); !ok {
				t.Errorf("Like(%q) has %q, which is none", name, like)
			}
		}
	})
}
