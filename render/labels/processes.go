package labels

import (
	"wireladder/capture"
	"wireladder/capture/run"
)

// Processes is what is known of programs that are several processes, by fork(2), and of their
// ends: one end closes all sockets of a process, and is told once.
type Processes struct {
	makers   map[*run.Socket]int      // the process that has made a socket
	children map[int]bool             // those that have a share in a socket that another one made
	ended    map[capture.Process]bool // those whose end is told
}

// NewProcesses returns what is known before the first moment.
func NewProcesses() Processes {
	return Processes{map[*run.Socket]int{}, map[int]bool{}, map[capture.Process]bool{}}
}

// Name puts before the labels of a call whose it is, where one of several processes closes its
// descriptor of a socket alone, or ends; and says of an end that is told already what it does.
func (p Processes) Name(m *run.Moment, labels []string) []string {
	c := m.Call
	if m.Born != nil {
		p.makers[m.Born] = c.Process.PID
	}
	maker, known := p.makers[m.Socket]
	switch {
	case c.Does(capture.Ends) && p.ended[c.Process]:
		return []string{"closed by that"}
	case c.Does(capture.Ends):
		p.ended[c.Process] = true
		if p.children[c.Process.PID] {
			return each("child ", labels)
		}
	case c.Shared && known && maker != c.Process.PID:
		p.children[c.Process.PID] = true
		return each("child: ", labels)
	}
	return labels
}

// each puts a word before each label.
func each(word string, labels []string) []string {
	all := make([]string, len(labels))
	for i, l := range labels {
		all[i] = word + l
	}
	return all
}
