// Package keys decides which moments of a ladder its reader must not overlook: a packet that is
// lost or sent again, a call that fails, a connection that is broken off. It looks at what
// happened, never at what a scenario meant to happen, and knows no sentence and no row.
//
// Where nothing of that kind happens, what turns the story is key: messages whose boundaries are
// gone, sockets that are ready, connections that are handed over, the first message, the end.
package keys
