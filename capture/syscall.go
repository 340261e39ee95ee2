package capture

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
	MaySend                       // may bring a packet about, so that it is worth a word if it does not
)

// syscalls is the one table of socket calls: what each does, by its name.
var syscalls = map[string]Doing{
	"socket":      Opens,
	"bind":        Binds | MaySend,
	"listen":      Listens | MaySend,
	"connect":     Connects | Waits | MaySend,
	"accept":      Accepts | Waits | KeyedByExit,
	"accept4":     Accepts | Waits | KeyedByExit,
	"send":        Sends | MaySend,
	"sendto":      Sends | MaySend,
	"sendmsg":     Sends | MaySend,
	"sendmmsg":    Sends | MaySend,
	"sendfile":    Sends | MaySend,
	"write":       Sends | MaySend,
	"writev":      Sends | MaySend,
	"recv":        Receives | Waits | KeyedByExit,
	"recvfrom":    Receives | Waits | KeyedByExit,
	"recvmsg":     Receives | Waits | KeyedByExit,
	"recvmmsg":    Receives | Waits | KeyedByExit,
	"read":        Receives | Waits | KeyedByExit,
	"readv":       Receives | Waits | KeyedByExit,
	"select":      Polls | Waits | KeyedByExit,
	"pselect6":    Polls | Waits | KeyedByExit,
	"poll":        Polls | Waits | KeyedByExit,
	"ppoll":       Polls | Waits | KeyedByExit,
	"epoll_wait":  Polls | Waits | KeyedByExit,
	"epoll_pwait": Polls | Waits | KeyedByExit,
	"shutdown":    ShutsDown | MaySend,
	"close":       Closes | MaySend,
	"setsockopt":  Configures,
	"getsockopt":  Configures,
	"fcntl":       Configures,
	"ioctl":       Configures,
}

// Does reports whether the call does all of d.
func (c *Call) Does(d Doing) bool { return syscalls[c.Name]&d == d }

// Did reports whether the call has returned, without an error, and so has done all
// of d.
func (c *Call) Did(d Doing) bool { return c.Returned() && c.Errno == "" && c.Does(d) }
