package capture

import (
	"cmp"
	"fmt"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"wireladder/capture/notation"
)

// phrasing is how the arguments of a call are written as C would, and read again.
// read takes what it knows out of the arguments and may pass over the rest:
// ParseArguments sees whether that comes to the same text. The zero value is a call
// without further arguments.
type phrasing struct {
	write func(*Arguments) string
	read  func(a *Arguments, args []string)
}

// socketArgs are "AF_INET, SOCK_STREAM, 0".
var socketArgs = phrasing{
	write: func(a *Arguments) string {
		if a.Type == "" {
			return ""
		}
		return notation.Join(a.Domain, a.Type, cmp.Or(a.Protocol, "0"))
	},
	read: func(a *Arguments, args []string) {
		if len(args) != 3 || !strings.HasPrefix(args[1], "SOCK_") {
			return
		}
		a.Domain, a.Type, a.Protocol = args[0], args[1], args[2]
		if a.Protocol == "0" {
			a.Protocol = ""
		}
	},
}

// addressArgs are "127.0.0.1:12000".
var addressArgs = phrasing{
	write: func(a *Arguments) string { return notation.Address(a.Address) },
	read:  func(a *Arguments, args []string) { a.Address, _ = netip.ParseAddrPort(args[0]) },
}

// backlogArgs are "5".
var backlogArgs = phrasing{
	write: func(a *Arguments) string {
		if !a.HasBacklog {
			return ""
		}
		return strconv.Itoa(a.Backlog)
	},
	read: func(a *Arguments, args []string) {
		n, err := strconv.Atoi(args[0])
		a.Backlog, a.HasBacklog = n, err == nil
	},
}

// shutArgs are "SHUT_WR".
var shutArgs = phrasing{
	write: func(a *Arguments) string { return a.How.String() },
	read: func(a *Arguments, args []string) {
		for how := ShutRead; how <= ShutBoth; how++ {
			if how.String() == args[0] {
				a.How = how
			}
		}
	},
}

// optionArgs are "SOL_SOCKET, SO_LINGER, {1, 0}" and, of fcntl(2), "F_SETFL,
// O_NONBLOCK".
var optionArgs = phrasing{
	write: func(a *Arguments) string { return notation.Join(a.Option.Level, a.Option.Name, a.Option.Value) },
	read: func(a *Arguments, args []string) {
		level := ""
		if strings.HasPrefix(args[0], "SOL_") || strings.HasPrefix(args[0], "IPPROTO_") {
			level, args = args[0], args[1:]
		}
		if len(args) > 0 {
			a.Option = parseOption(level, args[0], notation.Join(args[1:]...))
		}
	},
}

// messageArgs are "MSG_DONTWAIT", and of sendto(2) "127.0.0.1:12000" behind that.
var messageArgs = phrasing{
	write: func(a *Arguments) string { return notation.Join(a.Flags, notation.Address(a.Address)) },
	read: func(a *Arguments, args []string) {
		for _, arg := range args {
			if to, err := netip.ParseAddrPort(arg); err == nil {
				a.Address = to
			} else if strings.HasPrefix(arg, "MSG_") {
				a.Flags = arg
			}
		}
	},
}

// bufferArgs are "2048, MSG_PEEK".
var bufferArgs = phrasing{
	write: func(a *Arguments) string {
		if a.Length == 0 {
			return a.Flags
		}
		return notation.Join(strconv.Itoa(a.Length), a.Flags)
	},
	read: func(a *Arguments, args []string) {
		a.Length, _ = strconv.Atoi(args[0])
		if last := args[len(args)-1]; strings.HasPrefix(last, "MSG_") {
			a.Flags = last
		}
	},
}

// exitArgs are "SIGKILL", where a signal has ended the process, or has reached it; "SIGKILL,
// wireladder", where that was sent by us.
var exitArgs = phrasing{
	write: func(a *Arguments) string {
		if a.By != "" {
			return a.Signal + ", " + a.By
		}
		return a.Signal
	},
	read: func(a *Arguments, args []string) {
		a.Signal = args[0]
		if len(args) > 1 {
			a.By = args[1]
		}
	},
}

// flagArgs are, of accept4(2), "SOCK_NONBLOCK|SOCK_CLOEXEC".
var flagArgs = phrasing{
	write: func(a *Arguments) string { return a.Flags },
	read: func(a *Arguments, args []string) {
		if strings.HasPrefix(args[0], "SOCK_") {
			a.Flags = args[0]
		}
	},
}

// selectArgs are "6, {3, 4}, {5}, NULL, {1, 0}; ready: {4}, {5}", with a timeout of
// seconds and of units.
func selectArgs(unit time.Duration) phrasing {
	return phrasing{
		write: func(a *Arguments) string {
			if a.NFDs == 0 && !a.HasTimeout && len(a.Read)+len(a.Write) == 0 {
				return ""
			}
			return fmt.Sprintf("%d, %s, %s, NULL, %s", a.NFDs, notation.Set(a.Read), notation.Set(a.Write), notation.Timeout(a.Timeout, a.HasTimeout, unit)) + notation.Ready(a.ReadyRead, a.ReadyWrite)
		},
		read: func(a *Arguments, args []string) {
			args, a.ReadyRead, a.ReadyWrite = notation.CutReady(args)
			if len(args) != 5 {
				return
			}
			a.NFDs, _ = strconv.Atoi(args[0])
			a.Read, a.Write = notation.ParseSet(args[1]), notation.ParseSet(args[2])
			a.Timeout, a.HasTimeout = notation.ParseTimeout(args[4], unit)
		},
	}
}

// pollArgs are "{3, 4}, {5}, 1000; ready: {4}": the descriptors that are watched for
// reading and for writing, as of select(2), and the timeout.
func pollArgs(unit time.Duration) phrasing {
	return phrasing{
		write: func(a *Arguments) string {
			if !a.HasTimeout && len(a.Read)+len(a.Write) == 0 {
				return ""
			}
			return notation.Join(notation.Set(a.Read), notation.Set(a.Write), notation.Timeout(a.Timeout, a.HasTimeout, unit)) + notation.Ready(a.ReadyRead, a.ReadyWrite)
		},
		read: func(a *Arguments, args []string) {
			args, a.ReadyRead, a.ReadyWrite = notation.CutReady(args)
			if len(args) != 3 {
				return
			}
			a.Read, a.Write = notation.ParseSet(args[0]), notation.ParseSet(args[1])
			a.Timeout, a.HasTimeout = notation.ParseTimeout(args[2], unit)
		},
	}
}
