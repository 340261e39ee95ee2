// Package calls traces the socket calls of other people's programs (Linux: ptrace(2) and
// seccomp(2)): each is reported as package servers reports its own, at its start and at
// its return, with arguments, data and the socket's addresses.
//
//		Start ─► program, held at its first instruction ─► filter ─► runs
//		                                                               │ socket call
//		         capture.CallObserver ◄── Enter, Return ◄── tracer ◄───┘
//
//	 1. [Start] has the program executed and stopped, installs in it a filter (seccomp(2))
//	    that stops it at socket calls and at no others, and lets it go.
//	 2. One thread of ours waits for all threads of the program and of what it forks: a
//	    tracer. At each stop it reads what the call asks, or what it has got.
//	 3. Packages lines and native tell which line of the program makes the call: Python notes
//	    it itself, of compiled programs the stack tells. What a runtime does by itself is kept
//	    aside.
//	 4. [Program.Wait] returns when all of it has ended, also what has left its process group.
//
// Who ends the tracing process ends the programs with it (PTRACE_O_EXITKILL): none is left whose
// filter asks a tracer that is gone, which would have its calls fail with ENOSYS. For the same
// reason no child escapes (CLONE_UNTRACED). No rights are needed: a parent may trace its children
// (ptrace(2), unless Yama's ptrace_scope is 3).
package calls
