package cmd

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"wireladder/servers/scenario"
)

// listScenarios prints the scenarios in groups, one line each.
func listScenarios(c *console) error {
	var b strings.Builder
	for i, group := range scenario.Groups() {
		if i > 0 {
			b.WriteString("\n")
		}
		fmt.Fprintf(&b, "%s\n", group)
		for _, s := range scenario.All() {
			if s.Group == group {
				fmt.Fprintf(&b, "  %-*s  %s\n", widestName(), s.Name, s.Title)
			}
		}
	}
	b.WriteString("\nWhat to look for: wireladder demo SCENARIO --help\n")
	_, err := fmt.Fprint(c.stdout, b.String())
	return failed(err, "")
}

// widestName returns how many cells the longest name of a scenario takes.
func widestName() int {
	widest := 0
	for _, s := range scenario.All() {
		widest = max(widest, len(s.Name))
	}
	return widest
}

// helpOnScenario returns the help of `demo`, which with the name of a scenario
// says what to look for in that one.
func helpOnScenario(general func(*cobra.Command, []string)) func(*cobra.Command, []string) {
	return func(cmd *cobra.Command, args []string) {
		for _, arg := range cmd.Flags().Args() {
			if s, ok := scenario.Find(arg); ok {
				cmd.Print(scenarioHelp(s))
				return
			}
		}
		general(cmd, args)
	}
}

// heededOptions are the options that only some scenarios heed.
var heededOptions = []string{"clients", "messages", "text", "backlog", "on-interrupt"}

// scenarioHelp returns what is said about one scenario.
func scenarioHelp(s scenario.Scenario) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s\n\n%s\n", s.Name, s.Title, strings.TrimSpace(s.Help()))
	if s.Wire != nil {
		fmt.Fprintf(&b, "\nTwo hosts, and a wire between them with:\n  %s\n", wireWords(s.Wire))
	}
	if s.Waits != "" {
		fmt.Fprintf(&b, "\nThe run waits for %s.\n", s.Waits)
	}
	fmt.Fprintf(&b, "\nRun it: wireladder demo %s%s\n", s.Name, optionWords(s))
	b.WriteString("All options: wireladder demo --help\n")
	return b.String()
}

// wireWords says what a wire does.
func wireWords(w *scenario.WireOptions) string {
	words := w.Faults
	if w.Delay > 0 {
		words = append(words[:len(words):len(words)], fmt.Sprintf("a delay of %v", w.Delay))
	}
	return strings.Join(words, "\n  ")
}

// optionWords returns the options that s heeds, as in a usage line.
func optionWords(s scenario.Scenario) string {
	var b strings.Builder
	for _, option := range heededOptions {
		if s.Heeds(option) {
			fmt.Fprintf(&b, " [--%s]", option)
		}
	}
	return b.String()
}

// whoHeeds names the scenarios that have a choice of the option.
func whoHeeds(option string) string {
	var names []string
	for _, s := range scenario.All() {
		if s.Heeds(option) {
			names = append(names, s.Name)
		}
	}
	return fmt.Sprintf("--%s is for: %s", option, strings.Join(names, ", "))
}

// unknownScenario says which scenario may be meant, and where all are.
func unknownScenario(name string) error {
	hint := `all of them: wireladder demo --list`
	if like := scenariosLike(name); len(like) > 0 {
		hint = "did you mean " + strings.Join(like, " or ") + "? " + hint
	}
	return misused(hint, "no such scenario %q", name)
}

// scenariosLike returns the scenarios with a name that may be mistyped as name, by
// the rule that cobra has for commands.
func scenariosLike(name string) []string {
	all := &cobra.Command{SuggestionsMinimumDistance: 2}
	for _, s := range scenario.All() {
		all.AddCommand(&cobra.Command{Use: s.Name, Run: func(*cobra.Command, []string) {}})
	}
	return all.SuggestionsFor(name)
}
