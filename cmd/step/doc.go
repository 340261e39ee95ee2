// Package step runs a scenario call by call: before each socket call of a client it
// asks at a picture that grows.
//
//	process of the run                      process that draws
//	 client ─► Gate.Before ── notice ─────► stepper.heed ─► question ─► growth (Out)
//	              ▲                                                        │
//	              └────────────── octet ◄── stepper.obey ◄─── keys (In) ◄──┘
//	 all calls and packets ── Entry ──────► stepper.take ─► LiveReport, growth
//
// Pipes are between them: notices go one way, octets that let a call be
// made (or end the run) the other. With --host both are one process.
package step
