// Package kernel finds out what the kernel says that packets and calls do not.
//
//	sockets of sock_diag(7) ─► Comparison ─► run.Says: a queue, a state, bytes that nobody reads
//	counters of nstat(8)    ─► Reasons    ─► why packets were sent
package kernel
