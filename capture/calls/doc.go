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
//	 3. [Program.Wait] returns when all of it has ended.
//
// Who ends the tracing process ends the programs with it (PTRACE_O_EXITKILL). No rights
// are needed: a parent may trace its children (ptrace(2), unless Yama's ptrace_scope is 3).
package calls
