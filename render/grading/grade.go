package grading

import (
	"cmp"
	"fmt"
	"time"
)

// Status is how a probe has ended.
type Status string

// The statuses.
const (
	Passed  Status = "passed"
	Advised Status = "advised" // passed; but there is something to be said
	Failed  Status = "failed"
	Skipped Status = "skipped" // it could not be asked of this server
)

// Remark is something that was found.
type Remark struct {
	Rule   string `json:"finding"`          // by the names of findings
	Brief  string `json:"brief"`            // what went wrong, in a line
	Full   string `json:"explain"`          // how that is seen
	Repair string `json:"repair,omitempty"` // what is to be done; "" if nothing is
}

// Grade is how a server has stood one probe.
type Grade struct {
	Probe    string   `json:"probe"`
	Title    string   `json:"title"`
	Status   Status   `json:"status"`
	Seconds  float64  `json:"seconds"`
	Asked    string   `json:"asked"`
	Expected string   `json:"expected,omitempty"`
	Seen     string   `json:"seen"` // of one that was skipped: why
	Remarks  []Remark `json:"findings,omitempty"`
	Printed  []string `json:"printed,omitempty"` // the last lines of the server
	Picture  string   `json:"picture,omitempty"` // the command that shows the probe
	Ladder   string   `json:"-"`                 // the probe as text; "": it is not shown
}

// Report is how a server has stood a battery.
type Report struct {
	Server  string    `json:"server"` // its command
	Proto   string    `json:"proto,omitempty"`
	Address string    `json:"address,omitempty"` // where it takes clients, as its kernel says
	Model   string    `json:"model"`             // what the exercise asks for
	Expect  string    `json:"expect"`
	Started time.Time `json:"started"`
	Seconds float64   `json:"seconds"`
	Grades  []Grade   `json:"probes"`
}

// Count returns how many probes have ended so.
func (r *Report) Count(s Status) (n int) {
	for i := range r.Grades {
		if r.Grades[i].Status == s {
			n++
		}
	}
	return n
}

// Reason says in a line why a probe has not just passed.
func (g *Grade) Reason() string {
	if len(g.Remarks) > 0 {
		return g.Remarks[0].Rule + ": " + g.Remarks[0].Brief
	}
	return cmp.Or(g.Seen, "nothing was seen")
}

// summary counts in words.
func (r *Report) summary() string {
	passed := r.Count(Passed) + r.Count(Advised)
	said := fmt.Sprintf("%d passed", passed)
	if n := r.Count(Advised); n > 0 {
		said += fmt.Sprintf(" (%d with advice)", n)
	}
	said += fmt.Sprintf(", %d failed", r.Count(Failed))
	if n := r.Count(Skipped); n > 0 {
		said += fmt.Sprintf(", %d skipped", n)
	}
	return said
}
