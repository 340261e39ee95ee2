package capture

import "time"

// Doing is what a socket call does: a set.
type Doing uint32

// What calls do.
const (
	Opens       Doing = 1 << iota // makes a socket: socket(2)
	Binds                         // gives it an address: bind(2)
	Listens                       // makes it take connections: listen(2)
	Connects                      // connect(2)
	Accepts                       // takes a connection off a queue, as a new socket: accept(2)
	Sends                         // hands octets to the kernel: send(2), write(2), …
	Receives                      // takes octets: recv(2), read(2), …
	Polls                         // waits for several sockets: select(2), poll(2), …
	ShutsDown                     // shutdown(2)
	Closes                        // close(2)
	Configures                    // setsockopt(2), getsockopt(2), fcntl(2), ioctl(2)
	Waits                         // may wait for the other side
	KeyedByExit                   // is caused by what comes in: its place in the causal order is its return
	Queues                        // changes the length of an accept queue
	TellsPeer                     // returns the peer's address: accept(2), recvfrom(2)
	Interrupts                    // is no call: a signal reaches the process
	Ends                          // ends the process, and closes what it has open: exit(2)
	GivesUp                       // is no call: the user ends the run, whatever the process would have done
	MaySend                       // may bring a packet about, so that it is worth a word if it does not
)

// systemCall is a row of the table: what a call does, and how its arguments are
// written.
type systemCall struct {
	does Doing
	args phrasing
}

// syscalls is the one table of socket calls, by the names of their man pages.
var syscalls = map[string]systemCall{
	"socket":      {Opens, socketArgs},
	"bind":        {Binds | MaySend, addressArgs},
	"listen":      {Listens | Queues | MaySend, backlogArgs},
	"connect":     {Connects | Queues | Waits | MaySend, addressArgs},
	"accept":      {Accepts | Queues | TellsPeer | Waits | KeyedByExit, flagArgs},
	"accept4":     {Accepts | Queues | TellsPeer | Waits | KeyedByExit, flagArgs},
	"send":        {Sends | MaySend, messageArgs},
	"sendto":      {Sends | MaySend, messageArgs},
	"sendmsg":     {Sends | MaySend, messageArgs},
	"sendmmsg":    {Sends | MaySend, messageArgs},
	"sendfile":    {Sends | MaySend, messageArgs},
	"splice":      {Sends | MaySend, messageArgs},
	"splice_read": {Receives | Waits | KeyedByExit, bufferArgs}, // splice(2) out of a socket
	"write":       {Sends | MaySend, messageArgs},
	"writev":      {Sends | MaySend, messageArgs},
	"recv":        {Receives | Waits | KeyedByExit, bufferArgs},
	"recvfrom":    {Receives | TellsPeer | Waits | KeyedByExit, bufferArgs},
	"recvmsg":     {Receives | TellsPeer | Waits | KeyedByExit, bufferArgs},
	"recvmmsg":    {Receives | TellsPeer | Waits | KeyedByExit, bufferArgs},
	"read":        {Receives | Waits | KeyedByExit, bufferArgs},
	"readv":       {Receives | Waits | KeyedByExit, bufferArgs},
	"select":      {Polls | Waits | KeyedByExit, selectArgs(time.Microsecond)},
	"pselect6":    {Polls | Waits | KeyedByExit, selectArgs(time.Nanosecond)},
	"poll":        {Polls | Waits | KeyedByExit, pollArgs(time.Millisecond)},
	"ppoll":       {Polls | Waits | KeyedByExit, pollArgs(time.Nanosecond)},
	"epoll_wait":  {Polls | Waits | KeyedByExit, pollArgs(time.Millisecond)},
	"epoll_pwait": {Polls | Waits | KeyedByExit, pollArgs(time.Millisecond)},
	"shutdown":    {ShutsDown | MaySend, shutArgs},
	"close":       {Closes | MaySend, phrasing{}},
	"signal":      {Interrupts, exitArgs},
	"exit":        {Ends, exitArgs},
	"quit":        {Interrupts | GivesUp, phrasing{}},
	"setsockopt":  {Configures, optionArgs},
	"getsockopt":  {Configures, optionArgs},
	"fcntl":       {Configures, optionArgs},
	"ioctl":       {Configures, optionArgs},
}

// Does reports whether the call does all of d.
func (c *Call) Does(d Doing) bool { return syscalls[c.Name].does&d == d }

// Did reports whether the call has returned, without an error, and so has done all
// of d.
func (c *Call) Did(d Doing) bool { return c.Returned() && c.Errno == "" && c.Does(d) }
