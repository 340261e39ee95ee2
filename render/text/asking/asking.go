// Package asking has what is asked where a run stands until somebody lets it go on: a question, and of programs
// that somebody wrote, who they are, and which of them are held up before a call.
package asking

import (
	"fmt"
	"slices"
	"strings"

	"wireladder/render/sheet"
	"wireladder/render/text/detail"
)

// CallQuestion is what is asked. The zero value asks nothing.
type CallQuestion struct {
	Asks    string       // what is asked about the call that is made next; "": nobody can be let go on
	Who     []ProgramRow // the programs, of which any may be let go on that is held up; none: there is nothing to choose
	TypesTo string       // of which of them lines are typed; "": of none
}

// ProgramRow is what is listed of a program, or of a thread of one.
type ProgramRow struct {
	Number int    // by which it is called up, from 1 on
	Name   string // with what it is besides the first thread of its program
	Does   string // which call it is to make, waits in, or neither
	Place  string // where that call stands in its program; "": that is not known
	Held   bool   // it is held up before the call
	Waits  bool   // it waits in the call for somebody else
	Next   bool   // it has been held up longest, and goes on unless another is chosen
}

// IsNone reports whether nothing is to be told.
func (q *CallQuestion) IsNone() bool { return q.Asks == "" && len(q.Who) == 0 }

// Most is the highest number of a program.
func (q *CallQuestion) Most() (most int) {
	for i := range q.Who {
		most = max(most, q.Who[i].Number)
	}
	return most
}

// IsHeld reports whether the program with a number is held up.
func (q *CallQuestion) IsHeld(number int) bool {
	for i := range q.Who {
		if q.Who[i].Number == number {
			return q.Who[i].Held
		}
	}
	return false
}

// Heading says who is held up, and what lets them go on.
func (q *CallQuestion) Heading() string {
	held, waits := 0, 0
	for i := range q.Who {
		if q.Who[i].Held {
			held++
		}
		if q.Who[i].Waits {
			waits++
		}
	}
	switch {
	case held > 1:
		return "Held up: Space lets > go on, a digit another"
	case held == 1:
		return "Held up: Space lets it go on"
	case waits == len(q.Who):
		return "Nobody is held up: all wait in the kernel"
	}
	return "Nobody is held up"
}

// Listed lists the programs below a heading, and leaves a row free; nothing where there are none.
func (q *CallQuestion) Listed(m sheet.Medium, width int) (all []detail.PrintedRow) {
	if len(q.Who) == 0 {
		return nil
	}
	all = append(all, detail.PrintedRow{Kind: sheet.Heading, S: sheet.Shorten(m, m.Encode(q.Heading()), width)})
	for i, row := range Rows(q.hinting(), m, width) {
		kind := sheet.Body
		if q.Who[i].Next {
			kind = sheet.Name
		}
		all = append(all, detail.PrintedRow{Kind: kind, S: row})
	}
	return append(all, detail.PrintedRow{})
}

// Reads reports whether the program is there for which lines are typed.
func (q *CallQuestion) Reads() bool {
	return slices.ContainsFunc(q.Who, func(a ProgramRow) bool { return q.reads(&a) })
}

// reads reports whether lines are typed for a program, or for what it has started.
func (q *CallQuestion) reads(a *ProgramRow) bool {
	return q.TypesTo != "" && (a.Name == q.TypesTo || strings.HasPrefix(a.Name, q.TypesTo+" ("))
}

// hinting returns the programs with the key by which a line is typed for one, where that may wait for it: it is in
// no call that is known.
func (q *CallQuestion) hinting() []ProgramRow {
	all := slices.Clone(q.Who)
	for i := range all {
		if a := &all[i]; q.reads(a) && !a.Held && !a.Waits && a.Place == "" {
			a.Place = "i: type a line for it"
		}
	}
	return all
}

// How many cells a call takes, unless there is room for all of it and for where it stands: at least and at most, and
// in between as many as leave some for that.
const (
	leastOfCall = 20
	mostOfCall  = 36
	ofPlace     = 14
)

// Rows lists programs, a row of at most so many cells each: who waits, for what, and where.
func Rows(all []ProgramRow, m sheet.Medium, width int) (rows []string) {
	numbers, names, calls, places := 0, 0, 0, 0
	for i := range all {
		numbers = max(numbers, len(fmt.Sprint(all[i].Number)))
		names, calls = max(names, m.Cells(m.Encode(all[i].Name))), max(calls, m.Cells(m.Encode(all[i].Does)))
		places = max(places, m.Cells(m.Encode(all[i].Place)))
	}
	left := width - len("> ") - numbers - len("  ") - names - len("  ") - len("  ")
	calls = min(calls, max(leastOfCall, min(mostOfCall, left-ofPlace), left-places))
	for i := range all {
		a := &all[i]
		mark := " "
		if a.Next {
			mark = ">"
		}
		row := fmt.Sprintf("%s %*d  %s  %s  %s", mark, numbers, a.Number, column(m, a.Name, names), column(m, a.Does, calls), m.Encode(a.Place))
		rows = append(rows, strings.TrimRight(sheet.Shorten(m, row, width), " "))
	}
	return rows
}

// column returns a text in so many cells.
func column(m sheet.Medium, s string, cells int) string {
	s = sheet.Shorten(m, m.Encode(s), cells)
	return s + strings.Repeat(" ", max(0, cells-m.Cells(s)))
}
