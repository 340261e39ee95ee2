// Package outfile writes files so that nothing is lost by it: a file takes its place when
// it is whole, and until then stands beside that place, under a name that nobody has.
//
//	run.pcapng                  what was there before, until Commit
//	run.pcapng.3k9x0q2m.part    what is being written; a killed run leaves it
//
// Nothing is removed but what was created here. What can't take its place stays under the
// other name, and the error says which.
package outfile
