// Package lectures says what there is to say about scenarios besides their pictures: the
// list, the help of each, what a run waits for, and faults that hit nothing.
package lectures

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"wireladder/cmd/console"
	"wireladder/cmd/failure"
	"wireladder/servers/scenario"
)

// List prints the scenarios in groups, one line each.
func List(c *console.Console) error {
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
	_, err := fmt.Fprint(c.Stdout, b.String())
	return failure.Of(err, "")
}

// widestName returns how many cells the longest name of a scenario takes.
func widestName() int {
	widest := 0
	for _, s := range scenario.All() {
		widest = max(widest, len(s.Name))
	}
	return widest
}

// heededOptions are the options that only some scenarios heed.
var heededOptions = []string{"clients", "messages", "text", "backlog", "on-interrupt"}

// Help returns what is said about one scenario.
func Help(s scenario.Scenario) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s\n\n%s\n", s.Name, s.Title, strings.TrimSpace(s.Help()))
	switch words := wireWords(s.Wire); {
	case words != "":
		fmt.Fprintf(&b, "\nTwo hosts, and a wire between them with:\n  %s\n", words)
	case s.Wire != nil:
		b.WriteString("\nTwo hosts, and a wire between them.\n")
	}
	for _, name := range slices.Sorted(maps.Keys(s.Settings)) {
		fmt.Fprintf(&b, "Its kernels have %s = %s\n", name, s.Settings[name])
	}
	if s.Waits != "" {
		fmt.Fprintf(&b, "\nThe run waits for %s.\n", s.Waits)
	}
	fmt.Fprintf(&b, "\nRun it: wireladder demo %s%s\n", s.Name, optionWords(s))
	b.WriteString("All options: wireladder demo --help\n")
	return b.String()
}

// wireWords says what a wire does; "" if it does nothing to what it carries, or there is none.
func wireWords(w *scenario.WireOptions) string {
	if w == nil {
		return ""
	}
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

// Check returns why the scenario can't run with the options, and the repair.
func Check(s scenario.Scenario, o scenario.Options) error {
	err := o.Check(s)
	var (
		unheeded *scenario.UnheededError
		limit    *scenario.LimitError
	)
	switch {
	case err == nil:
		return nil
	case errors.As(err, &unheeded):
		return failure.Misused(whoHeeds(unheeded.Option), "%w", err)
	case errors.As(err, &limit):
		return failure.Misused("leave out "+map[string]string{"ipv6": "--ipv6", "wire": "--delay, --loss and --fault", "host": "--host"}[limit.Place], "%w", err)
	}
	return failure.Misused("", "%w", err)
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
