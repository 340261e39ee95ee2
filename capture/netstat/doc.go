// Package netstat asks a kernel for what it has counted of its network: its own
// reasons for what it did, such as a timer that ran out or a queue that was full
// (nstat(8), Documentation/networking/snmp_counter.rst).
//
//  1. [Open] opens the files in the network namespace of the calling thread. They
//     go on telling of that one, whatever thread reads them, and need no rights.
//  2. [Reader.Grown] reads them, picks the counters that are [reasons], and
//     returns those that have grown since it was asked before.
//
// The counters are those of the whole namespace. They explain a run only where
// nobody else has sockets in it.
package netstat
