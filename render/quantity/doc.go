// Package quantity writes numbers as people read them: counts with their nouns,
// octets with their unit, and times. Every other package takes them from here, so
// that the same number reads the same everywhere.
//
//	Count     6 bytes, 1 copy
//	List      packets 7, 8 and 9
//	Octets    512 B, 1.23 MB        three digits, in powers of 1000
//	Scaled    1.23M                 the same in a column
//	Span      1.00 ms, 3 min 20 s   three digits: for columns, and for long times
//	Duration  1 ms, 20.3 ms         without zeros at the end: for sentences
package quantity
