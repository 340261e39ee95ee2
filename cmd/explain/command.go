// Package explain is `wireladder explain`: what a term means, and where it is defined.
package explain

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"wireladder/cmd/console"
	"wireladder/cmd/failure"
	"wireladder/cmd/flags"
	"wireladder/render/terms"
	"wireladder/render/text"
	"wireladder/render/text/glossary"
)

// options are those of `wireladder explain`.
type options struct {
	Term   string // "": all of them
	Format string
	Style  flags.PictureOptions // of which only the look of text counts
}

func (o *options) addFlags(f *pflag.FlagSet) {
	f.StringVar(&o.Format, "format", "text", "`format` of the output: text")
	f.IntVar(&o.Style.Width, "width", 0, "width of the text in `cells` (default: the terminal's, and 80 at most)")
	f.StringVar(&o.Style.Color, "color", "auto", "`when` to use colours: auto, always or never; auto obeys NO_COLOR")
	f.BoolVar(&o.Style.ASCII, "ascii", false, "write with ASCII characters alone")
}

// leastTextWidth is the width of the narrowest text that can be read.
const leastTextWidth = 30

func (o *options) check() error {
	if o.Format != "text" {
		return failure.Misused("leave out --format", "terms come as text, not as %q", o.Format)
	}
	if o.Style.Width != 0 && o.Style.Width < leastTextWidth {
		return failure.Misused(fmt.Sprintf("a text takes %d cells at least", leastTextWidth), "a width of %d cells is too narrow", o.Style.Width)
	}
	return o.Style.CheckColor()
}

// NewCommand returns the command.
func NewCommand(c *console.Console) *cobra.Command {
	o := &options{}
	cmd := &cobra.Command{
		Use:   "explain [TERM]",
		Short: "Explain a term that the sentences use, with its source",
		Long: `explain says what a term means that the sentences of a picture use: a flag, a
state, an option, an error of a socket call, a counter of the kernel, a word of
the textbook. It says how the term shows in a picture, and where it is defined:
the section of an RFC, or a manual page.

Without TERM it lists all terms, a line each. Upper and lower case, blanks and
hyphens do not matter, and quotes are not needed: "time wait" is TIME-WAIT.
` + failure.ExitStatus,
		Example: `  wireladder explain
  wireladder explain tail loss probe
  wireladder explain TIME-WAIT
  wireladder explain ECONNREFUSED`,
		ValidArgsFunction: completeTerm,
		RunE: func(_ *cobra.Command, args []string) error {
			o.Term = strings.Join(args, " ")
			return run(c, o, len(args) > 0)
		},
	}
	o.addFlags(cmd.Flags())
	return cmd
}

// completeTerm completes terms. Blanks are given as hyphens, and quotes left out:
// shells would take them for their own.
func completeTerm(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	var names []string
	for _, t := range terms.All() {
		name := strings.NewReplacer("() = ", "=", " ", "-", "'", "").Replace(t.Name)
		names = append(names, name+"\t"+t.Line)
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}

// run explains the term that was asked for, or lists all if none was.
func run(c *console.Console, o *options, asked bool) error {
	if err := o.check(); err != nil {
		return err
	}
	if !asked {
		return failure.Of(glossary.List(c.Stdout, terms.All(), o.style(c)), "")
	}
	t, ok := terms.Find(o.Term)
	if !ok {
		return unknownTerm(o.Term)
	}
	return failure.Of(glossary.Page(c.Stdout, &t, o.style(c)), "")
}

// style returns how the text is written: on a wide terminal no wider than one can read.
func (o *options) style(c *console.Console) text.Style {
	s := o.Style.Style(c, c.Stdout)
	if o.Style.Width == 0 {
		s.Width = min(s.Width, glossary.Width)
	}
	return s
}

// unknownTerm says which term may be meant, and where all are.
func unknownTerm(name string) error {
	hint := "all of them: wireladder explain"
	if like := terms.Like(name); len(like) > 0 {
		hint = "did you mean " + strings.Join(like, " or ") + "? " + hint
	}
	return failure.Misused(hint, "no such term %q", name)
}
