package theirs

import (
	"io"
	"os"
	"time"

	"wireladder/capture/calls"
	"wireladder/servers/lab"
)

// Command is one program.
type Command struct {
	Name  string // what it is called: "server", "client 2"
	Line  string // as it is typed at a shell
	Input []byte // its stdin; nil: that of the options, or else none
}

// Size is how much a terminal shows.
type Size struct{ Rows, Cols uint16 }

// Options say what is run. The zero value of what is not said to be needed is nothing.
type Options struct {
	Server  *Command // starts first; nil: there is none
	Clients []Command
	Others  []Command // start between the server and the clients: a proxy

	Stagger time.Duration // between the starts of two clients; 0: they start together
	Timeout time.Duration // how long it may take until the clients have ended, a multiple of it for one that is starved, and without the time in which somebody is held up; 0: for ever
	Keep    bool          // the server is not interrupted, but waited for

	MaxReceive int         // as calls.Options
	AllCalls   bool        // as calls.Options.All
	OneCPU     bool        // all of them run on one processor, as their tracer: that is faster
	Stdin      *os.File    // of the only client without an Input; nil: none
	Keyboard   *Size       // what comes from Stdin is typed at a terminal of that client; nil: it is not
	Env        []string    // their environment
	User       *calls.User // whose rights they have; nil: ours
	Out        io.Writer   // takes what they print, and what becomes of them

	Holder  Holder      // holds them up before their calls; nil: nothing does
	GivenUp func() bool // whether the user has ended the run before its time; nil: nobody can

	Place *lab.Lab
}

// Limits of a run.
const (
	readyTime = 10 * time.Second       // how long a server may take until it is ready
	busyTimes = 12                     // so many times that, if there is no processor for it
	idleTime  = 300 * time.Millisecond // a server that waits in one call for so long is ready
	quietTime = 100 * time.Millisecond // a server that has made no call for so long has nothing left to do
	lastTime  = 2 * time.Second        // how long it may take for that, and to end at ^C
)
