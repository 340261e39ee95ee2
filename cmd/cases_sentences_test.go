package cmd_test

import (
	"fmt"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"wireladder/cmd/sentencetest"
)

// sentenceCase is a capture and what is right to say of it. The files are small
// captures behind reports and questions; what is right was read from the frames.
type sentenceCase struct {
	file   string
	truth  string      // what the frames show
	copies map[int]int // the packets that are captured twice, with the number of the first
	says   []saying
}

// saying is what must be said in one place, and what must not. Patterns ignore case.
type saying struct {
	of      string // a packet's "sentence", its "jsonl" line; or the "picture", "summary", "follow" of the file
	packet  int    // 0 with "sentence": each packet
	must    []string
	mustNot []string
}

// ofPacket returns what is to be said of a packet, in its brief or in its full sentence.
func ofPacket(packet int, must ...string) saying {
	return saying{of: "sentence", packet: packet, must: must}
}

// inOutput returns what is to be said in one of the outputs of a file.
func inOutput(output string, must ...string) saying { return saying{of: output, must: must} }

// not adds what must not be said.
func (s saying) not(patterns ...string) saying {
	s.mustNot = append(s.mustNot, patterns...)
	return s
}

// What is not to be said where it is not so, in words that a new wording still has.
const (
	sentAgain  = `\b(sent|sends|the same (SYN|FIN)[\w,]*|packets? \d+|bytes? [\d-]+)\b[^.;,]{0,20}\bagain\b|\bretransmi|\bresen[dt]|\brepeats\b`
	noACKCame  = `\bno (ACK|answer|acknowledgment|reply)\b|\bunanswered\b`
	timerRan   = `\btimer (has |had )?(r[au]n|expired|went off)\b|\bno (ACK|answer) (came|has come|for) [\w ]{0,12}\d`
	isMissing  = `\bgap\b|\bnot captured\b|\bmissing\b`
	dupACK     = `\bduplicate ACK\b|\bstill waits\b`
	isCopy     = `\bcaptured (twice|again|a second time|once more)\b|\b(seen|recorded) (twice|again)\b|\bcop(y|ies)\b|\bsame packet\b`
	aborted    = `\babort`
	negativeNo = `(^|[\s=(])-\d|\d--\d`
)

// sentenceCases are the captures, by what they are about.
func sentenceCases() [][]sentenceCase {
	return [][]sentenceCase{
		capturedTwiceCases(), repeatedCases(), missingCases(), identityCases(), resetCases(),
		nobodyCases(), extensionCases(), timeCases(), headerCases(), beginningCases(), soundCases(),
	}
}

// Each capture is told right.
func TestCaseSentences(t *testing.T) {
	t.Parallel()
	for _, group := range sentenceCases() {
		for _, c := range group {
			t.Run(c.file, func(t *testing.T) { c.check(t, filepath.Join("testdata", "cases", c.file)) })
		}
	}
}

// check looks for what must be said of a file and for what must not.
func (c *sentenceCase) check(t *testing.T, file string) {
	t.Helper()
	e := newEdition(t, file)
	for _, s := range c.says {
		for _, text := range e.places(s) {
			if why := s.judge(text.text); why != "" {
				t.Errorf("%s: %s\n\tsaid: %s\n\ttrue: %s", text.where, why, indented(text.text, s.of), c.truth)
			}
		}
	}
	for _, n := range slices.Sorted(maps.Keys(e.lines)) {
		if is, want := e.lines[n].CopyOf, c.copies[n]; is != want {
			t.Errorf("packet %d: copy_of is %d, not %d\n\ttrue: %s", n, is, want, c.truth)
		}
	}
}

// indented returns text that stands below a heading. A picture is too long for that.
func indented(text, of string) string {
	if of == "picture" {
		return "…"
	}
	return strings.ReplaceAll(strings.TrimRight(text, "\n"), "\n", "\n\t      ")
}

// denied is what is said not to be so: that is no claim of it.
var denied = regexp.MustCompile(`(?i)\b(not|never|nothing|neither|nor)( is| was| has been| had been| were)? (sent|resent|repeated|retransmitted|missing|late|an? abort|an? retransmission|an? duplicate ACK|an? gap)( again)?\b|\bno (duplicate ACK|gap|retransmission|abort)\b`)

// judge returns what is wrong with a text, "" if nothing is.
func (s *saying) judge(text string) string {
	for _, p := range s.must {
		if !regexp.MustCompile("(?im)" + p).MatchString(text) {
			return fmt.Sprintf("it must say `%s`", p)
		}
	}
	text = denied.ReplaceAllString(text, "…")
	for _, p := range s.mustNot {
		if at := regexp.MustCompile("(?im)" + p).FindStringIndex(text); at != nil {
			return fmt.Sprintf("it must not say %q: %q", text[at[0]:at[1]], lineAbout(text, at))
		}
	}
	return ""
}

// lineAbout returns the line in which a match stands.
func lineAbout(text string, at []int) string {
	from := strings.LastIndexByte(text[:at[0]], '\n') + 1
	line, _, _ := strings.Cut(text[from:], "\n")
	return strings.Trim(line, " │┃")
}

// edition is all that is printed of a file.
type edition struct {
	t     *testing.T
	file  string
	lines map[int]*sentencetest.Line
	said  map[int]string // brief and full
	jsonl map[int]string // lines
}

// place is a text and where it stands.
type place struct{ where, text string }

// newEdition reads the JSON Lines of a file; the rest is printed when it is asked for.
func newEdition(t *testing.T, file string) *edition {
	t.Helper()
	e := &edition{t: t, file: file, lines: map[int]*sentencetest.Line{}, said: map[int]string{}, jsonl: map[int]string{}}
	for _, detail := range []string{"brief", "full"} {
		out, _ := commandLine(t, "read", file, "--format", "jsonl", "--explain", detail)
		for text := range strings.Lines(out) {
			lines, err := sentencetest.Read(strings.NewReader(text))
			if err != nil || len(lines) != 1 || lines[0].Number == 0 {
				continue
			}
			n := lines[0].Number
			e.lines[n], e.jsonl[n] = &lines[0], text
			e.said[n] += lines[0].Explain + "\n"
		}
	}
	if len(e.lines) == 0 {
		t.Fatalf("%s: no packets", file)
	}
	return e
}

// places returns the texts in which something is to be said or not.
func (e *edition) places(s saying) (all []place) {
	switch {
	case s.of == "sentence" && s.packet == 0:
		for _, n := range slices.Sorted(maps.Keys(e.said)) {
			all = append(all, place{fmt.Sprint("packet ", n), e.said[n]})
		}
		return all
	case s.of == "sentence":
		return []place{{fmt.Sprint("packet ", s.packet), e.said[s.packet]}}
	case s.of == "jsonl":
		return []place{{fmt.Sprint("the line of packet ", s.packet), e.jsonl[s.packet]}}
	}
	args := map[string][]string{
		"picture": {"--width", "100", "--max-steps", "0"}, "summary": {"--summary"}, "follow": {"--follow", "tcp:0"},
	}[s.of]
	out, _ := commandLine(e.t, append([]string{"read", e.file}, args...)...)
	return []place{{"the " + s.of, out}}
}
