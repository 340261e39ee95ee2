// Package joint is what is known of two captures that were taken at the two ends of one run,
// and joined: how far their clocks differ, and what each of them has not seen. It is plain
// data; package pairing finds it out.
package joint
