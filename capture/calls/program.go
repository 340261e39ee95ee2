package calls

import (
	"errors"
	"os"
	"syscall"

	"wireladder/capture"
	"wireladder/capture/calls/syscalls"
)

// ErrUnsupported is the error of Start where calls cannot be traced.
var ErrUnsupported = errors.New("socket calls can be traced on Linux alone (amd64, arm64)")

// Options say what is executed, and how.
type Options struct {
	Name  string   // what its calls are said to be by: "server"
	Path  string   // the file to execute
	Args  []string // its arguments, beginning with its name
	Dir   string   // its working directory; "" is this one
	Env   []string // its environment
	Files []*os.File
	// Group says that the program is to have a process group of its own: ^C at the
	// terminal does not reach it.
	Group bool
	// Terminal says that it is to have a session of its own, whose terminal is its stdin: ^C
	// that is typed there reaches it. It has a group of its own then, too.
	Terminal bool
	// User is whose rights it has; nil: ours.
	User *User
	// Observer is told of its calls.
	Observer capture.CallObserver
	// Network is the network namespace that it runs in (network_namespaces(7)); nil: ours.
	Network *os.File
	// OneCPU says that it runs on one processor, and its tracer too: they take turns
	// anyway, and need not wake each other on another one.
	OneCPU bool
	// MaxReceive is how many octets a call that receives returns at most, as POSIX
	// allows; 0: as many as there are.
	MaxReceive int
	// Holder holds its threads up before their calls; nil: they are not held up.
	Holder Holder
	// All says that no call is said to be its runtime's own (capture.Call.Aside), and that each
	// that a runtime makes is told by itself.
	All bool
	// Started is called with the process id of each process of the program, of the
	// first one before its first instruction. It may be nil.
	Started func(pid int)
	// Restricted is called when tracing shows less of a process than it does, or lets it do
	// less than it asks for, once for each reason. It may be nil.
	Restricted func(pid int, r syscalls.Restriction)
}

// Holder decides when a thread may make a call that it is about to make. It is told of both
// from the tracer, which its methods must not hold up.
type Holder interface {
	// Held is told of a call before it is made, and of how to let it be made: goOn is called
	// once, from anywhere but from within Held.
	Held(c *capture.Call, goOn func())
	// Gone is told that a call which was held up will not be made: its thread has ended.
	Gone(c *capture.Call)
}

// User is whose rights a program has.
type User struct {
	UID, GID uint32
	Groups   []uint32 // besides GID
}

// Exit is how a process ended.
type Exit struct {
	PID    int
	Code   int            // its exit status; -1 if a signal ended it
	Signal syscall.Signal // that signal; 0: none
	Last   *capture.Call  // the last socket call that it had made; nil: none
}
