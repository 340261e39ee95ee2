// Package conversations says what a whole conversation came to, in a cell of a table: how much of
// its life was seen, how it ended, and what was sent again. It knows no moments, so that tables of
// many conversations need none.
package conversations
