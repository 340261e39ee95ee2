// Package axis divides what a plot shows: steps of 1, 2 and 5 times a power of ten, and the
// units in which they are told.
package axis

import (
	"math"
	"strconv"
	"time"
)

// Axis is one direction of a plot: the values From up to To stand on the points Start up to End.
type Axis struct {
	From, To   float64
	Start, End float64
}

// At returns where a value stands.
func (a *Axis) At(v float64) float64 {
	if a.To == a.From {
		return (a.Start + a.End) / 2
	}
	return a.Start + (v-a.From)/(a.To-a.From)*(a.End-a.Start)
}

// Tick is a value that is told at its place.
type Tick struct {
	At   float64
	Text string
}

// Step returns the smallest of 1, 2 and 5 times a power of ten that is at least so much; 1 for
// what is no positive number.
func Step(least float64) float64 {
	if !(least > 0) || math.IsInf(least, 0) {
		return 1
	}
	unit := math.Pow(10, math.Floor(math.Log10(least)))
	for _, n := range []float64{1, 2, 5} {
		if n*unit >= least*(1-1e-9) {
			return n * unit
		}
	}
	return 10 * unit
}

// Ticks returns the multiples of a step on the axis, told in a unit: of the smallest step that
// makes at most so many.
func (a *Axis) Ticks(most int, u Unit) []Tick {
	step := u.step(max((a.To-a.From)/float64(max(most, 1)), u.Least))
	for a.multiples(step) > most && most > 0 {
		step = u.step(step * 1.1)
	}
	first := math.Ceil(a.From/step - tiny)
	var all []Tick
	for i := range a.multiples(step) {
		v := (first + float64(i)) * step
		all = append(all, Tick{a.At(v), u.text(v, step)})
	}
	return all
}

// tiny is by how much of a step a value may be off, for it is no sum of powers of two.
const tiny = 1e-9

// multiples counts the multiples of a step on the axis.
func (a *Axis) multiples(step float64) int {
	return int(math.Floor(a.To/step+tiny)-math.Ceil(a.From/step-tiny)) + 1
}

// Unit is what values are told in.
type Unit struct {
	Name  string
	Of    float64 // how much one of it is
	Least float64 // what steps are not smaller than; 0: as small as may be
}

// step returns a Step that is so in the unit, too.
func (u *Unit) step(least float64) float64 { return Step(least/u.Of) * u.Of }

// text tells a value that is a multiple of a step, with as many decimals as the step has.
func (u *Unit) text(v, step float64) string {
	decimals := max(0, int(-math.Floor(math.Log10(step/u.Of)+1e-9)))
	if v == 0 {
		decimals, v = 0, 0 // which is not -0
	}
	return strconv.FormatFloat(v/u.Of, 'f', decimals, 64)
}

// Seconds returns the unit for times up to so many seconds.
func Seconds(most float64) Unit {
	const day = 86400
	switch {
	case most >= 2*day:
		return Unit{Name: "days", Of: day}
	case most >= 1 || most == 0:
		return Unit{Name: "s", Of: 1}
	case most >= 1e-3:
		return Unit{Name: "ms", Of: 1e-3}
	}
	return Unit{Name: "µs", Of: 1e-6, Least: 1e-9}
}

// Octets returns the unit for so many octets, in powers of 1000.
func Octets(most float64) Unit {
	of := 1.0
	for _, name := range []string{"bytes", "kB", "MB", "GB", "TB"} {
		if most < of*1e4 && of == 1 || most < of*1e3 {
			return Unit{Name: name, Of: of, Least: 1}
		}
		of *= 1e3
	}
	return Unit{Name: "PB", Of: of}
}

// Span returns the step of time into which so long a time falls so many times at most, at least
// a microsecond.
func Span(long time.Duration, most int) time.Duration {
	least := max(float64(long)/float64(most), float64(time.Microsecond))
	return time.Duration(math.Round(Step(least)))
}
