// Package labels names what happens in a ladder, as it stands on an arrow or at a
// lifeline: packets by their header fields, calls by their arguments and results. What
// is said about them package words says.
//
// Each name comes in several forms, the longest first: layout takes the first that has
// room. Payloads are quoted as Go does it: a painter escapes the rest for its medium.
package labels
