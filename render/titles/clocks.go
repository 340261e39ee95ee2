package titles

import (
	"fmt"
	"math"
	"strconv"
	"time"

	"wireladder/capture/joint"
	"wireladder/render/quantity"
)

// Clocks says how the clocks of two captures differ that were joined, and how well that is
// known; nil is one capture, of which nothing is said.
func Clocks(a *joint.Captures) []string {
	if a == nil {
		return nil
	}
	said := []string{clockOf(&a.Clock)}
	if a.AsNamed {
		said = append(said, "Nothing in the packets tells which capture is of which end: the file that was named first is taken for the client's.")
	}
	return said
}

// clockOf says how the clocks differ.
func clockOf(c *joint.Clocks) string {
	switch {
	case c.OneWay:
		who, most := "client", "most"
		if !c.Forth {
			who, most = "server", "least"
		}
		return fmt.Sprintf("Of the clocks only a bound is known, since packets went one way alone, from the %s: the server's is at %s %s. Arrows slope as if its fastest packet took no time.", who, most, ahead(c.Offset, time.Microsecond))
	case c.Uneven:
		return fmt.Sprintf("No two clocks that run evenly fit these packets: one was set meanwhile. The server's is taken to be %s, which is wrong by %s at some time, at least.", ahead(c.Offset, c.Error), quantity.Duration(c.Error))
	}
	return fmt.Sprintf("The server's clock is %s, to within %s%s. All times are the client's, as if the fastest packets took as long there as back: an assumption, since any offset within that fits.",
		ahead(c.Offset, c.Error), quantity.Duration(c.Error), drift(c))
}

// drift says how much faster the server's clock runs.
func drift(c *joint.Clocks) string {
	const unbounded = 499 // millionths: nobody could tell
	switch {
	case c.Bends > 0:
		return fmt.Sprintf(" at first, and drifts by %s ppm all in all, unevenly: it is estimated anew %s", signed(c.Drift), quantity.Count(int64(c.Bends), "time"))
	case c.Drifts():
		faster := "gains"
		if c.Drift < 0 {
			faster = "loses"
		}
		low, high := math.Abs(c.DriftLow), math.Abs(c.DriftHigh)
		return fmt.Sprintf(", and %s %s ppm (%s to %s)", faster, digits(math.Abs(c.Drift)), digits(min(low, high)), digits(max(low, high)))
	case c.DriftLow < -unbounded && c.DriftHigh > unbounded:
		return "; a drift could not show in so short a time"
	}
	return fmt.Sprintf("; it may drift by %s to %s ppm", signed(c.DriftLow), signed(c.DriftHigh))
}

// signed writes a number with its sign.
func signed(v float64) string {
	if v > 0 {
		return "+" + digits(v)
	}
	return digits(v)
}

// digits writes a number with three digits that count, or all before the point.
func digits(v float64) string {
	if math.Abs(v) >= 100 {
		return strconv.FormatFloat(v, 'f', 0, 64)
	}
	return strconv.FormatFloat(v, 'g', 3, 64)
}

// ahead says by how much the server's clock is ahead or behind, with as many digits as are
// known.
func ahead(d, known time.Duration) string {
	where := "ahead of the client's"
	if d < 0 {
		d, where = -d, "behind the client's"
	}
	unit, name := time.Second, "s"
	switch {
	case d < time.Millisecond:
		unit, name = time.Microsecond, "µs"
	case d < time.Second:
		unit, name = time.Millisecond, "ms"
	}
	decimals := 0
	for step := unit; step > max(known/10, 100) && decimals < 9; step /= 10 {
		decimals++
	}
	return fmt.Sprintf("%.*f %s %s", decimals, float64(d)/float64(unit), name, where)
}

// Joined says what the reader must know of two captures that were joined; nil is one capture.
func Joined(a *joint.Captures) (notes []string) {
	if a == nil {
		return nil
	}
	say := func(n int, noun, what string) {
		if n > 0 {
			notes = append(notes, quantity.Count(int64(n), noun)+" "+what)
		}
	}
	for end, who := range []string{"client", "server"} {
		say(a.Others[end], "packet", fmt.Sprintf("of the %s's capture left out: between hosts of which the other capture holds nothing, or without time.", who))
		say(a.Copies[end], "packet", fmt.Sprintf("of the %s's capture left out: the same, captured once more.", who))
	}
	notes = append(notes, translated(a.Translated)...)
	say(a.Alike, "packet", "that nothing but time tells from others, and of which not all arrive: those are taken to be lost that leave the others the shortest ways.")
	say(a.Changed, "segment", "whose bytes are not the same in both captures: one was changed between them, or is another one with the same numbers.")
	say(a.Cut, "segment", "of one capture that the other holds in other pieces: a network card cut them up, or put them together (TSO, GRO).")
	return notes
}
