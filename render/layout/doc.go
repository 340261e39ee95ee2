// Package layout places a diagram on a sheet of character cells. It alone computes
// positions; painters only paint.
//
//  1. [Of] puts ladders one under the other, or side by side so that their phases begin in
//     the same rows (layout.go, align.go).
//  2. Package columns finds where the lifelines stand.
//  3. Step by step, from the top down, a ladderLayout gives each its row, its label and
//     its explanation (ladder.go, message.go, call.go, arrival.go, lost.go).
//  4. Package slope finds ways for the arrows that slope, between all that stands there.
//  5. The lifelines are drawn last, when it is known how far down they reach (lifeline.go).
//
// Package page puts headings, tables and the legend around the ladders.
package layout
