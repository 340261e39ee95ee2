// Package usage has what all commands share in how they are used: how many arguments they
// take, what may be meant by a word that is none of theirs, and their help.
package usage

import (
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"wireladder/capture/notation"
	"wireladder/cmd/failure"
	"wireladder/cmd/flags"
	"wireladder/render/spelling"
	"wireladder/servers/scenario"
)

// Takes returns the check of a command that takes so many arguments, which are called what.
func Takes(least, most int, what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if err := apart(cmd, args); err != nil {
			return err
		}
		if len(args) >= least && len(args) <= most {
			return nil
		}
		return failure.Misused(fmt.Sprintf("see %q", helpOf(cmd)), "%s takes %s, %s", cmd.CommandPath(), what, given(args))
	}
}

// given says what arguments there are.
func given(args []string) string {
	if len(args) == 0 {
		return "and there is none"
	}
	var quoted []string
	for _, arg := range args {
		quoted = append(quoted, fmt.Sprintf("%q", arg))
	}
	return "not " + strings.Join(quoted, " and ")
}

func helpOf(cmd *cobra.Command) string { return cmd.CommandPath() + " --help" }

// ExplainFlags says what is wrong with the flags of a command.
func ExplainFlags(cmd *cobra.Command, err error) error {
	return flags.Explain(err, cmd.Flags(), helpOf(cmd))
}

// KnownCommand refuses arguments of the program itself: cobra hands it what is no command.
func KnownCommand(root *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return failure.Misused(whatIsMeant(root, args[0])+fmt.Sprintf("see %q", helpOf(root)), "unknown command %q", args[0])
}

// whatIsMeant asks whether a command is meant: one that is spelled like the word, the one
// that runs a scenario, or the one that reads a file; "" if none is.
func whatIsMeant(root *cobra.Command, word string) string {
	var names []string
	for _, c := range root.Commands() {
		if c.IsAvailableCommand() || c.Name() == "help" {
			names = append(names, c.Name())
		}
	}
	like := spelling.Like(word, names)
	if _, ok := scenario.Find(word); ok {
		like = []string{"demo " + word}
	} else if file, err := os.Stat(word); err == nil && !file.IsDir() {
		like = []string{"read " + notation.ShellPath(word)}
	}
	if len(like) == 0 {
		return ""
	}
	for i, name := range like {
		like[i] = fmt.Sprintf("%q", root.CommandPath()+" "+name)
	}
	return "did you mean " + strings.Join(like, " or ") + "? "
}
