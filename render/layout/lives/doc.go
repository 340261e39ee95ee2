// Package lives follows the lifelines of a ladder from step to step: which columns have one
// in the step in hand, and which pieces each column has, row by row. However many lifelines
// there are, a step costs as much as the lifelines that change with it.
package lives
