package compare

import (
	"fmt"
	"slices"
	"strconv"

	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/render"
)

// deedsOf returns what each socket and each program of a ladder does, by the name of its job, and these
// names in the order of appearance.
func deedsOf(l *render.Ladder) (deeds map[string][]deed, names []string) {
	jobs, ports, coded := jobsOf(l), portsOf(l), hasLines(l)
	deeds, names = map[string][]deed{}, slices.Clone(jobs)
	for i := range l.Steps {
		s := &l.Steps[i]
		at := s.Lifeline
		if s.Kind == render.Message {
			at = s.From
		}
		text := textOf(s, ports, coded)
		if text == "" {
			continue
		}
		name := jobs[at]
		if ofProgram(s) {
			name = l.Lifelines[at].Owner()
		}
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
		deeds[name] = append(deeds[name], deed{i, text})
	}
	return deeds, names
}

// hasLines reports whether it is known which lines of the programs make their calls.
func hasLines(l *render.Ladder) bool {
	return slices.ContainsFunc(l.Steps, func(s render.Step) bool { return s.Coded })
}

// jobsOf names what each socket is there for, so that another run has it as well: "client 2",
// "server, listening", "server, for client 2".
func jobsOf(l *render.Ladder) []string {
	var names []string
	seen := map[string]int{}
	for i := range l.Lifelines {
		name := job(l, i)
		if seen[name]++; seen[name] > 1 {
			name += fmt.Sprintf(" (%d)", seen[name])
		}
		names = append(names, name)
	}
	return names
}

// job names what one socket is there for.
func job(l *render.Ladder, i int) string {
	line := &l.Lifelines[i]
	switch line.Role {
	case run.Accepted, run.Queued:
		for k := range l.Lifelines {
			if other := &l.Lifelines[k]; other.Side == flow.Initiator && other.Local == line.Remote {
				return line.Owner() + ", for " + other.Owner()
			}
		}
		return line.Owner() + ", accepted"
	case run.Listening:
		return line.Owner() + ", listening"
	}
	return line.Owner()
}

// portsOf returns the ports of those who are asked.
func portsOf(l *render.Ladder) map[string]bool {
	all := map[string]bool{}
	for i := range l.Lifelines {
		if line := &l.Lifelines[i]; line.Side == flow.Responder && line.Local.IsValid() {
			all[strconv.Itoa(int(line.Local.Port()))] = true
		}
	}
	return all
}
