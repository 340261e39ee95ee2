package usage

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"wireladder/servers/scenario"
)

// WriteManual writes the manual pages of root and of its commands into a folder, which it
// makes: wireladder.1, wireladder-demo.1 and so on.
func WriteManual(root *cobra.Command, folder string) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	pages := []*cobra.Command{root}
	for _, c := range root.Commands() {
		if c.IsAvailableCommand() {
			pages = append(pages, c)
		}
	}
	for _, c := range pages {
		name := filepath.Join(folder, pageName(c)+".1")
		if err := os.WriteFile(name, []byte(manualPage(c)), 0o644); err != nil { //nolint:gosec // for all to read
			return err
		}
	}
	return nil
}

// pageName returns the name of a command's page.
func pageName(c *cobra.Command) string { return strings.ReplaceAll(c.CommandPath(), " ", "-") }

// manualPage returns a command's page, in the language of man(7). It has no date, so that
// the same program has the same page.
func manualPage(c *cobra.Command) string {
	c.InitDefaultHelpFlag()
	c.InitDefaultVersionFlag()
	var p manPage
	version, _, _ := strings.Cut(c.Root().Version, " go")
	p.line(`.TH %s 1 "" %q "User Commands"`, strings.ToUpper(roff(pageName(c))), c.Root().Name()+" "+version)
	p.section("NAME")
	p.line(`%s \- %s`, roff(pageName(c)), roff(lowerFirst(c.Short)))
	p.section("SYNOPSIS")
	p.line(`\fB%s\fR%s`, roff(c.CommandPath()), roff(strings.TrimPrefix(c.UseLine(), c.CommandPath())))
	about, status, _ := strings.Cut(c.Long, "Exit status: ")
	p.section("DESCRIPTION")
	p.text(about)
	p.commands(c)
	p.section("OPTIONS")
	c.LocalFlags().VisitAll(p.flag)
	if c.Name() == "demo" {
		p.scenarios()
	}
	p.examples(c.Example)
	p.status(status)
	p.seeAlso(c)
	return p.String()
}

// manPage is a manual page that is being written.
type manPage struct{ strings.Builder }

// line writes a line.
func (p *manPage) line(format string, args ...any) {
	p.WriteString(fmt.Sprintf(format, args...) + "\n")
}

func (p *manPage) section(name string) { p.line(".SH %s", name) }

// item writes a term and what there is to say of it.
func (p *manPage) item(term, about string) {
	p.line(".TP\n%s\n%s", term, roff(about))
}

// text writes paragraphs. Lines that are indented stay as they are.
func (p *manPage) text(s string) {
	verbatim := false
	for line := range strings.Lines(strings.TrimSpace(s)) {
		line = strings.TrimRight(line, "\n")
		indented := strings.HasPrefix(line, "  ")
		switch {
		case indented && !verbatim:
			p.line(".nf")
		case !indented && verbatim:
			p.line(".fi")
		}
		verbatim = indented
		if line == "" {
			p.line(".PP")
			continue
		}
		p.line("%s", roff(line))
	}
	if verbatim {
		p.line(".fi")
	}
}

// commands writes the commands below c, if there are any.
func (p *manPage) commands(c *cobra.Command) {
	if !c.HasAvailableSubCommands() {
		return
	}
	p.section("COMMANDS")
	for _, sub := range c.Commands() {
		if sub.IsAvailableCommand() {
			p.item(`\fB`+roff(sub.Name())+`\fR`, sub.Short)
		}
	}
}

// flag writes a flag.
func (p *manPage) flag(f *pflag.Flag) {
	if f.Hidden {
		return
	}
	value, about := pflag.UnquoteUsage(f)
	term := `\fB` + roff("--"+f.Name) + `\fR`
	if f.Shorthand != "" {
		term = `\fB` + roff("-"+f.Shorthand) + `\fR, ` + term
	}
	if value != "" {
		term += ` \fI` + roff(value) + `\fR`
	}
	switch f.DefValue {
	case "", "0", "false", "[]":
	default:
		about += " (default: " + f.DefValue + ")"
	}
	p.item(term, about)
}

// scenarios lists what demo can show.
func (p *manPage) scenarios() {
	p.section("SCENARIOS")
	for _, s := range scenario.All() {
		p.item(`\fB`+roff(s.Name)+`\fR`, s.Title)
	}
}

// examples writes command lines.
func (p *manPage) examples(s string) {
	if s == "" {
		return
	}
	p.section("EXAMPLES")
	p.line(".nf")
	for line := range strings.Lines(s) {
		p.line("%s", roff(strings.TrimSpace(line)))
	}
	p.line(".fi")
}

// status writes what exit codes mean: "0 done, 1 it failed".
func (p *manPage) status(s string) {
	if s == "" {
		return
	}
	p.section("EXIT STATUS")
	for each := range strings.SplitSeq(strings.TrimSuffix(s, "."), ", ") {
		code, meaning, _ := strings.Cut(each, " ")
		p.item(`\fB`+code+`\fR`, meaning)
	}
}

// seeAlso names the other pages.
func (p *manPage) seeAlso(c *cobra.Command) {
	p.section("SEE ALSO")
	var names []string
	for _, other := range append([]*cobra.Command{c.Root()}, c.Root().Commands()...) {
		if other != c && (other == c.Root() || other.IsAvailableCommand()) {
			names = append(names, `\fB`+roff(pageName(other))+`\fR(1)`)
		}
	}
	p.line("%s", strings.Join(append(names, `\fBtcpdump\fR(8)`, `\fBwireshark\fR(1)`, `\fBpcap\-filter\fR(7)`), ", "))
}

// roff returns s as man(7) takes it: nothing in it is a request or an escape.
func roff(s string) string {
	s = strings.NewReplacer(`\`, `\e`, "-", `\-`, "'", `\(aq`, "`", `\(ga`, "^", `\(ha`, "~", `\(ti`).Replace(s)
	if strings.HasPrefix(s, ".") {
		s = `\&` + s
	}
	return s
}

// lowerFirst returns s with a small first letter, unless it begins with a name in capitals.
func lowerFirst(s string) string {
	if len(s) < 2 || strings.ToUpper(s[:2]) == s[:2] {
		return s
	}
	return strings.ToLower(s[:1]) + s[1:]
}
