// Package syscalls tells what a system call asks and has got: of those that make sockets,
// move octets, or wait for either, and of those by which a program would escape its tracer.
package syscalls

// Restriction is why tracing shows less of a process than it does, or lets it do less.
type Restriction int

// Restrictions.
const (
	// OtherArchitecture: it executes code for another kind of processor (32 bits), whose
	// socket calls are not seen.
	OtherArchitecture Restriction = iota + 1
	// Ring: it has the kernel work for it through io_uring(7), which is not seen.
	Ring
	// NoTracer: it wants to be traced by its parent (a debugger), and has a tracer already.
	NoTracer
	// NoRights: it executes a file that gives rights (set-user-ID), and does not get them.
	NoRights
)
