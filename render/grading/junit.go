package grading

import (
	"encoding/xml"
	"io"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The elements of JUnit's reports, as far as Jenkins and GitLab read them (junit-10.xsd of
// Jenkins' xunit plugin), in their order.
type (
	suites struct {
		XMLName  xml.Name `xml:"testsuites"`
		Name     string   `xml:"name,attr"`
		Tests    int      `xml:"tests,attr"`
		Failures int      `xml:"failures,attr"`
		Errors   int      `xml:"errors,attr"`
		Time     string   `xml:"time,attr"`
		Suite    suite    `xml:"testsuite"`
	}
	suite struct {
		Name       string     `xml:"name,attr"`
		Tests      int        `xml:"tests,attr"`
		Failures   int        `xml:"failures,attr"`
		Errors     int        `xml:"errors,attr"`
		Skipped    int        `xml:"skipped,attr"`
		Time       string     `xml:"time,attr"`
		Timestamp  string     `xml:"timestamp,attr"`
		Properties []property `xml:"properties>property"`
		Cases      []testCase `xml:"testcase"`
	}
	property struct {
		Name  string `xml:"name,attr"`
		Value string `xml:"value,attr"`
	}
	testCase struct {
		Class   string   `xml:"classname,attr"`
		Name    string   `xml:"name,attr"`
		Time    string   `xml:"time,attr"`
		Skipped *message `xml:"skipped"`
		Failure *message `xml:"failure"`
		Out     string   `xml:"system-out,omitempty"`
	}
	message struct {
		Type string `xml:"type,attr,omitempty"`
		Line string `xml:"message,attr,omitempty"`
		Text string `xml:",chardata"`
	}
)

// JUnit writes a report as JUnit's XML. It returns the error of w.
func JUnit(w io.Writer, r *Report) error {
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	e := xml.NewEncoder(w)
	e.Indent("", "  ")
	if err := e.Encode(suitesOf(r)); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

func suitesOf(r *Report) *suites {
	s := suite{
		Name: legal(r.Server), Tests: len(r.Grades), Failures: r.Count(Failed), Skipped: r.Count(Skipped), Time: seconds(r.Seconds),
		Timestamp: r.Started.UTC().Format("2006-01-02T15:04:05"),
		Properties: []property{
			{"proto", legal(r.Proto)}, {"address", legal(r.Address)}, {"model", legal(r.Model)}, {"expect", legal(r.Expect)},
		},
	}
	for i := range r.Grades {
		s.Cases = append(s.Cases, caseOf(r, &r.Grades[i]))
	}
	return &suites{Name: "wireladder check", Tests: s.Tests, Failures: s.Failures, Time: s.Time, Suite: s}
}

func caseOf(r *Report, g *Grade) testCase {
	class := "wireladder.check"
	if r.Proto != "" {
		class += "." + strings.ToLower(legal(r.Proto))
	}
	c := testCase{Class: class, Name: legal(g.Probe), Time: seconds(g.Seconds)}
	switch g.Status {
	case Failed:
		c.Failure = &message{Type: legal(g.kind()), Line: legal(g.Reason()), Text: "\n" + legal(strings.Join(g.lines(), "\n")) + "\n"}
	case Skipped:
		c.Skipped = &message{Line: legal(g.Seen)}
	case Advised:
		c.Out = "\n" + legal(strings.Join(g.lines(), "\n")) + "\n"
	}
	return c
}

// kind is what has gone wrong, in a word.
func (g *Grade) kind() string {
	if len(g.Remarks) > 0 {
		return g.Remarks[0].Rule
	}
	return "answer"
}

// lines are what is told of a probe that has not just passed.
func (g *Grade) lines() []string {
	var all []string
	for _, f := range g.fields() {
		if f.name == "" {
			all = append(all, "  "+f.text)
			continue
		}
		all = append(all, f.name+": "+f.text)
	}
	for _, line := range g.Printed {
		all = append(all, "printed: "+line)
	}
	return all
}

func seconds(s float64) string { return strconv.FormatFloat(s, 'f', 3, 64) }

// legal returns text with everything escaped as in Go that XML 1.0 has no character for
// (§2.2), or that nobody would see; what is no UTF-8, too.
func legal(text string) string {
	var b strings.Builder
	for i, n := 0, 0; i < len(text); i += n {
		var r rune
		r, n = utf8.DecodeRuneInString(text[i:])
		if unicode.IsPrint(r) && r != utf8.RuneError || r == '\n' {
			b.WriteRune(r)
			continue
		}
		escaped := strconv.QuoteToASCII(text[i : i+n])
		b.WriteString(escaped[1 : len(escaped)-1])
	}
	return b.String()
}
