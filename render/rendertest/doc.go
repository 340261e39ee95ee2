// Package rendertest makes recordings for tests of what is drawn: the evidence
// of runs as a Linux kernel gave it, with fixed times and ports.
package rendertest
