package capture

import (
	"cmp"
	"fmt"
	"net/netip"
	"strconv"
	"strings"
	"time"
)

// notation is how the arguments of a call are written as C would, and read again.
// read takes what it knows out of the arguments and may pass over the rest:
// ParseArguments sees whether that comes to the same text. The zero value is a call
// without further arguments.
type notation struct {
	write func(*Arguments) string
	read  func(a *Arguments, args []string)
}

// socketArgs are "AF_INET, SOCK_STREAM, 0".
var socketArgs = notation{
	write: func(a *Arguments) string {
		if a.Type == "" {
			return ""
		}
		return joinArguments(a.Domain, a.Type, cmp.Or(a.Protocol, "0"))
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
var addressArgs = notation{
	write: func(a *Arguments) string { return addressText(a.Address) },
	read:  func(a *Arguments, args []string) { a.Address, _ = netip.ParseAddrPort(args[0]) },
}

// backlogArgs are "5".
var backlogArgs = notation{
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
var shutArgs = notation{
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
var optionArgs = notation{
	write: func(a *Arguments) string { return joinArguments(a.Option.Level, a.Option.Name, a.Option.Value) },
	read: func(a *Arguments, args []string) {
		level := ""
		if strings.HasPrefix(args[0], "SOL_") || strings.HasPrefix(args[0], "IPPROTO_") {
			level, args = args[0], args[1:]
		}
		if len(args) > 0 {
			a.Option = parseOption(level, args[0], joinArguments(args[1:]...))
		}
	},
}

// messageArgs are "MSG_DONTWAIT", and of sendto(2) "127.0.0.1:12000" behind that.
var messageArgs = notation{
	write: func(a *Arguments) string { return joinArguments(a.Flags, addressText(a.Address)) },
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
var bufferArgs = notation{
	write: func(a *Arguments) string {
		if a.Length == 0 {
			return a.Flags
		}
		return joinArguments(strconv.Itoa(a.Length), a.Flags)
	},
	read: func(a *Arguments, args []string) {
		a.Length, _ = strconv.Atoi(args[0])
		if last := args[len(args)-1]; strings.HasPrefix(last, "MSG_") {
			a.Flags = last
		}
	},
}

// flagArgs are, of accept4(2), "SOCK_NONBLOCK|SOCK_CLOEXEC".
var flagArgs = notation{
	write: func(a *Arguments) string { return a.Flags },
	read: func(a *Arguments, args []string) {
		if strings.HasPrefix(args[0], "SOCK_") {
			a.Flags = args[0]
		}
	},
}

// joinArguments joins those that are there.
func joinArguments(args ...string) string {
	var b strings.Builder
	for _, arg := range args {
		if arg != "" && b.Len() > 0 {
			b.WriteString(", ")
		}
		b.WriteString(arg)
	}
	return b.String()
}

// splitArguments returns the arguments of a text, at least one. What stands in
// braces, a set or a structure, is one.
func splitArguments(text string) []string {
	var args []string
	depth, start := 0, 0
	for i := range len(text) {
		switch {
		case text[i] == '{':
			depth++
		case text[i] == '}':
			depth--
		case depth == 0 && strings.HasPrefix(text[i:], ", "):
			args = append(args, text[start:i])
			start = i + len(", ")
		}
	}
	return append(args, text[start:])
}

// addressText returns "" for none.
func addressText(a netip.AddrPort) string {
	if !a.IsValid() {
		return ""
	}
	return a.String()
}

// selectArgs are "6, {3, 4}, {5}, NULL, {1, 0}; ready: {4}, {5}", with a timeout of
// seconds and of units.
func selectArgs(unit time.Duration) notation {
	return notation{
		write: func(a *Arguments) string {
			if a.NFDs == 0 && !a.HasTimeout && len(a.Read)+len(a.Write) == 0 {
				return ""
			}
			return fmt.Sprintf("%d, %s, %s, NULL, %s", a.NFDs, setText(a.Read), setText(a.Write), timeoutText(a, unit)) + readyText(a)
		},
		read: func(a *Arguments, args []string) {
			args = readReady(a, args)
			if len(args) != 5 {
				return
			}
			a.NFDs, _ = strconv.Atoi(args[0])
			a.Read, a.Write = parseSet(args[1]), parseSet(args[2])
			readTimeout(a, args[4], unit)
		},
	}
}

// pollArgs are "{3, 4}, {5}, 1000; ready: {4}": the descriptors that are watched for
// reading and for writing, as of select(2), and the timeout.
func pollArgs(unit time.Duration) notation {
	return notation{
		write: func(a *Arguments) string {
			if !a.HasTimeout && len(a.Read)+len(a.Write) == 0 {
				return ""
			}
			return joinArguments(setText(a.Read), setText(a.Write), timeoutText(a, unit)) + readyText(a)
		},
		read: func(a *Arguments, args []string) {
			args = readReady(a, args)
			if len(args) != 3 {
				return
			}
			a.Read, a.Write = parseSet(args[0]), parseSet(args[1])
			readTimeout(a, args[2], unit)
		},
	}
}

// readyMark stands between the arguments of a call that polls and what it found.
const readyMark = "; ready: "

// readyText returns what a call that polls found, as select(2) leaves its sets.
func readyText(a *Arguments) string {
	switch {
	case len(a.ReadyWrite) > 0:
		return readyMark + setText(a.ReadyRead) + ", " + setText(a.ReadyWrite)
	case len(a.ReadyRead) > 0:
		return readyMark + setText(a.ReadyRead)
	}
	return ""
}

// readReady takes what was found, and returns the arguments without it.
func readReady(a *Arguments, args []string) []string {
	for i, arg := range args {
		before, ready, found := strings.Cut(arg, readyMark)
		if !found {
			continue
		}
		a.ReadyRead = parseSet(ready)
		if i+1 < len(args) {
			a.ReadyWrite = parseSet(args[i+1])
		}
		return append(args[:i:i], before)
	}
	return args
}

// setText writes a set of descriptors.
func setText(fds []int) string {
	if len(fds) == 0 {
		return "NULL"
	}
	b := []byte{'{'}
	for i, fd := range fds {
		if i > 0 {
			b = append(b, ", "...)
		}
		b = strconv.AppendInt(b, int64(fd), 10)
	}
	return string(append(b, '}'))
}

// parseSet returns the descriptors of a set; nil if it is none.
func parseSet(text string) []int {
	var fds []int
	for fd := range strings.SplitSeq(strings.Trim(text, "{}"), ", ") {
		n, err := strconv.Atoi(fd)
		if err != nil {
			return nil
		}
		fds = append(fds, n)
	}
	return fds
}

// timeoutText writes how long a call that polls waits: a structure of seconds and
// units or, as poll(2) has it, milliseconds.
func timeoutText(a *Arguments, unit time.Duration) string {
	inMilliseconds := unit == time.Millisecond
	switch {
	case inMilliseconds && !a.HasTimeout:
		return "-1"
	case inMilliseconds:
		return strconv.FormatInt(a.Timeout.Milliseconds(), 10)
	case !a.HasTimeout:
		return "NULL"
	}
	return fmt.Sprintf("{%d, %d}", a.Timeout/time.Second, a.Timeout%time.Second/unit)
}

// readTimeout reads what timeoutText writes.
func readTimeout(a *Arguments, text string, unit time.Duration) {
	o := parseOption("", "", text)
	switch {
	case text == "NULL" || text == "-1":
		return
	case unit == time.Millisecond:
		a.Timeout = time.Duration(o.Number) * unit
	default:
		a.Timeout = time.Duration(o.Number)*time.Second + time.Duration(o.Second)*unit
	}
	a.HasTimeout = true
}
