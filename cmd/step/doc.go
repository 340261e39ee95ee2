// Package step runs programs call by call: before each socket call it asks at a picture
// that grows.
//
//	process of the run                      process that draws
//	 client ─► Gate.Before ── notice ─────► stepper.heed ─► question ─► growth (Out)
//	              ▲                                                        │
//	              └────────────── octet ◄── stepper.obey ◄─── keys (In) ◄──┘
//	 all calls and packets ── Entry ──────► stepper.take ─► LiveReport, growth
//
// Pipes are between them: notices go one way, octets that let a call be
// made (or end the run) the other. With --host both are one process.
//
// A scenario has a [Gate]: of its clients one at a time is held up, and the question is what
// its call will do. Programs that others wrote have a [Queue]: all of them are held up, and
// the question is who goes on, by the number of a line of the list (crowd).
package step
