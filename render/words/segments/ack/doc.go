// Package ack says what segments acknowledge that do nothing else: what an ACK covers and expects,
// which question it answers, and what it repeats or says of the window. Probes, which are sent to
// be answered by such an ACK, are said here, too.
package ack
