// Package aside is the column of explanations beside a ladder. Each begins in the row of what it is said of, or below the
// one before it; how it goes on is told from how another begins.
package aside
