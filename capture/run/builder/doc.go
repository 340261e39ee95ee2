// Package builder finds out what happened in a recording, entry by entry.
//
//	capture.Entry ─► Builder.Add ─► moments under way ─► Builder.Take ─► settled moments
//	                    │                ▲
//	                    │                └── amendments by later evidence
//	                    ├─ flow.Tracker       what a packet means in its conversation
//	                    ├─ book.Book          what is known of it by those before it
//	                    ├─ sockets.Sockets    whose packet or call it is
//	                    ├─ calls              which of them wait, which send nothing
//	                    ├─ kernel.Comparison  what sock_diag says that packets do not
//	                    └─ kernel.Reasons     what counters of the kernel explain
//
// Step by step:
//
//  1. Each entry becomes a [run.Moment] in its place. The start of a call that waits for
//     what comes in stands at its own time, before its return.
//  2. A moment is amended by what comes later: a packet that is lost or overtaken, a
//     state that a later packet disproves, a counter that explains a repetition.
//  3. [Builder.Take] hands out what is settled: all but the newest moments, at the end
//     all. Whoever shows, writes or counts takes moments from there, so that all say the
//     same.
//
// [Of] does that for a whole recording.
package builder
