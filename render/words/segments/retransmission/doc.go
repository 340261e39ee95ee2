// Package retransmission says of a segment that is sent again which packet it repeats, what made
// its sender repeat it, if something shows that, and what had become of the first copy.
package retransmission
