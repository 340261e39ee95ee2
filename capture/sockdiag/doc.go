// Package sockdiag asks the kernel for its own view of the sockets of a run
// (sock_diag(7)), and asks again whenever something may have changed it.
//
//  1. [Open] opens a netlink socket in the network namespace of the calling
//     thread. It goes on looking into that one, whatever thread asks, and needs
//     no rights.
//  2. A [Sampler] is poked by the run's calls ([Sampler.Observe]) and by packets
//     that were sent or have arrived ([Sampler.PokeBy]). What may change a state is looked
//     at whenever it comes; data that goes on as before as often as takes a small part of the
//     processors, but at once after a pause. On a goroutine of its own it
//     first asks what the kernel has counted (package netstat), so that few packets
//     lie between two answers. It then asks for the sockets until the kernel says the
//     same twice: what it hands on held at the time between the two, so that it is
//     neither before what caused it nor after what ended it. Calls that change an
//     accept queue wait for that, 50 ms at most; no other call is held up.
//
// A state that lasts for less than it takes to ask twice (about half a
// millisecond, or a tenth of one in a network with small tables of its own) may
// pass unseen: what is shown was there, what is not shown may have been.
package sockdiag
