package accounts

import "wireladder/capture"

// fatal are the signals by which the kernel ends a program for what it does, those of its own clocks, and SIGKILL.
var fatal = map[string]bool{
	"SIGSEGV": true, "SIGABRT": true, "SIGBUS": true, "SIGFPE": true, "SIGILL": true, "SIGTRAP": true, "SIGSYS": true,
	"SIGPIPE": true, "SIGXCPU": true, "SIGXFSZ": true, "SIGKILL": true, "SIGALRM": true, "SIGVTALRM": true, "SIGPROF": true,
}

// IsFatal reports whether a process ends by a signal for what it has done, or by SIGKILL, and not because it was ended.
func IsFatal(end *capture.Call) bool { return fatal[end.Args.Signal] && end.Args.By == "" }
