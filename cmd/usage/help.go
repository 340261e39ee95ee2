package usage

import (
	"github.com/spf13/cobra"

	"wireladder/cmd/failure"
)

// NewHelpCommand returns `wireladder help`, which knows no other command than there is.
func NewHelpCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND]",
		Short: "Help about any command",
		Args:  Takes(0, 2, "a command"),
		ValidArgsFunction: func(cmd *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			var names []string
			for _, c := range cmd.Root().Commands() {
				if len(args) == 0 && c.IsAvailableCommand() {
					names = append(names, c.Name()+"\t"+c.Short)
				}
			}
			return names, cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			about, rest, err := cmd.Root().Find(args)
			if err != nil || about == cmd.Root() && len(rest) > 0 {
				return KnownCommand(cmd.Root(), args)
			}
			about.InitDefaultHelpFlag()
			about.InitDefaultVersionFlag()
			if err := about.ParseFlags(rest); err != nil { // `help demo backlog` is of that scenario
				return err
			}
			return about.Help()
		},
	}
}

// NewManualCommand returns the command that `make install` has write the manual pages.
func NewManualCommand() *cobra.Command {
	return &cobra.Command{
		Use:    "__manual FOLDER",
		Hidden: true,
		Args:   Takes(1, 1, "a folder"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return failure.Of(WriteManual(cmd.Root(), args[0]), "")
		},
	}
}

// Refine has shells complete the values of flags, and the command that cobra makes for
// completions refuse shells that it does not know. It is called when root has all its
// commands.
func Refine(root *cobra.Command) {
	completeValues(root)
	root.InitDefaultCompletionCmd()
	for _, c := range root.Commands() {
		if c.Name() == "completion" {
			c.RunE = func(cmd *cobra.Command, args []string) error {
				if len(args) > 0 {
					return KnownCommand(cmd, args)
				}
				return cmd.Help()
			}
			c.Args = cobra.ArbitraryArgs
		}
	}
}
