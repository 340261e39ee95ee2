// Package run says what happened in a recording: which sockets there were, and what
// happened at them, moment by moment, each with its facts. It holds no sentence and
// nothing of a picture.
//
//		capture.Entry ─► Builder.Add ─► moments under way ─► Builder.Take ─► settled moments
//		                    │                ▲
//		                    │                └── amendments by later evidence
//		                    ├─ flow.Tracker   what a packet means in its conversation
//		                    ├─ book.Book      what is known of it by those before it
//		                    ├─ sockets        whose packet or call it is
//		                    ├─ calls          which of them wait, which send nothing
//		                    ├─ kernel         what sock_diag says that packets do not
//		                    └─ reasons        what counters of the kernel explain
//
//	 1. Each entry becomes a [Moment] in its place. The start of a call that waits for
//	    what comes in stands at its own time, before its return.
//	 2. A moment is amended by what comes later: a packet that is lost or overtaken, a
//	    state that a later packet disproves, a counter that explains a repetition.
//	 3. [Builder.Take] hands out what is settled: all but the newest moments, at the end
//	    all. Whoever shows, writes or counts takes moments from there, so that all say the
//	    same.
//
// [Of] does that for a whole recording.
package run
