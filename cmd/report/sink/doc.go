// Package sink is where a report ends: capture files, lines of JSON, pictures, tables,
// the bytes of a stream, the details of packets. All of them are given the same settled
// entries.
package sink
