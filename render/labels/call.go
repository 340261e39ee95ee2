package labels

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"

	"wireladder/capture"
	"wireladder/capture/run"
)

// Call names a call as it stands at its lifeline, in ever shorter forms. Quiet ones say
// that they were seen to send nothing.
func Call(m *run.Moment) []string { return slices.Compact(forms(m)) }

// forms returns the names of a call. One that has nothing to leave out returns some more
// than once.
func forms(m *run.Moment) []string {
	c := m.Call
	switch {
	case c.Does(capture.Polls):
		return polls(m.Kind, c)
	case c.Prints():
		return prints(c)
	case c.Does(capture.GivesUp):
		return []string{"is ended by its user (q)", "ended (q)"}
	case c.Does(capture.Interrupts):
		return []string{"gets " + c.Args.Signal}
	case c.Does(capture.Ends):
		return []string{ends(c)}
	}
	long, short := c.Name+"("+argument(c, quoteLong)+")", c.Name+"("+argument(c, quoteShort)+")"
	bare, suffix := c.Name+"()", result(m.Kind, c)
	switch m.Kind {
	case run.Enter:
		long, short, suffix = asked(c, long), asked(c, short), " waits"
	case run.Return:
		long, short = returned(c, bare, quoteLong), returned(c, bare, quoteShort)
	default:
		long, short = returned(c, long, quoteLong), returned(c, short, quoteShort)
		if m.Quiet {
			suffix += noPacket(c)
		}
	}
	labels := []string{long + suffix, short + suffix, bare + counted(m.Kind, c) + suffix}
	if o := c.Args.Option; o.Value != "" && c.Does(capture.Configures) {
		labels[2] = o.Name + " = " + o.Value + suffix
	}
	if m.Kind != run.Enter && c.Does(capture.Accepts) && c.Errno == "" && c.Remote.IsValid() {
		labels = append([]string{bare + suffix + " from " + c.Remote.String(), fmt.Sprintf("%s%s from :%d", bare, suffix, c.Remote.Port())}, labels...)
	}
	return labels
}

// noPacket says that a call was seen to send nothing: of data that the kernel has taken, not
// yet, for they wait there for an ACK or for room.
func noPacket(c *capture.Call) string {
	if c.Proto == capture.TCP && c.Does(capture.Sends) && c.Result > 0 {
		return " · no packet yet"
	}
	return " · no packet"
}

// prints names a call that shows something to the program's user.
func prints(c *capture.Call) []string {
	if last, several := lastLine(c); several && c.FD == capture.Stderr { // of a traceback it says what is wrong
		kind, _, _ := bytes.Cut(last, []byte(":"))
		return []string{
			"prints … " + quote(last, len(last), quoteLong), "prints … " + quote(last, len(last), quoteShort),
			"prints … " + quote(kind, len(kind), quoteShort), "… " + quote(kind, len(kind), quoteShort), "prints",
		}
	}
	return []string{"prints " + quote(c.Data, c.Size, quoteLong), "prints " + quote(c.Data, c.Size, quoteShort), "prints"}
}

// ends says how a process ends.
func ends(c *capture.Call) string {
	if c.Args.Signal != "" {
		return "killed by " + c.Args.Signal
	}
	return fmt.Sprintf("exits with %d", c.Result)
}

// lastLine returns the last of the lines that a call shows, and whether there are several.
func lastLine(c *capture.Call) (line []byte, several bool) {
	text := bytes.TrimSpace(c.Data)
	at := bytes.LastIndexByte(text, '\n')
	return text[at+1:], at >= 0
}

// counted returns how many octets a call moved, for a label without room for the octets
// themselves.
func counted(kind run.Kind, c *capture.Call) string {
	receives := c.Does(capture.Receives)
	switch {
	case kind == run.Enter, c.Errno != "", !receives && !c.Does(capture.Sends):
		return ""
	case !receives && result(kind, c) != "":
		return "" // it says so
	}
	return fmt.Sprintf(" = %d", c.Result)
}

// asked names a call that has not returned: what it will receive is not known yet.
func asked(c *capture.Call, label string) string {
	if c.Does(capture.Receives) || c.Does(capture.Accepts) {
		return c.Name + "()"
	}
	return label
}

// returned names a call that has returned, with what it received.
func returned(c *capture.Call, label string, limit int) string {
	switch {
	case !c.Does(capture.Receives) || c.Errno != "":
		return label
	case c.Result == 0 && c.Proto == capture.TCP:
		return c.Name + "() = 0"
	}
	return c.Name + "() = " + quote(c.Data, int(c.Result), limit)
}

// argument returns the argument that matters in a ladder.
func argument(c *capture.Call, limit int) string {
	switch {
	case c.Does(capture.Opens):
		return cmp.Or(c.Args.Type, c.ArgsText())
	case c.Does(capture.Sends):
		return quote(c.Data, c.Size, limit)
	case c.Does(capture.Receives), c.Does(capture.Accepts), c.Does(capture.Closes):
		return ""
	}
	return strings.TrimPrefix(strings.TrimPrefix(c.ArgsText(), "SOL_SOCKET, "), "IPPROTO_TCP, ")
}

// result returns what a call gave back, where that is worth a word.
func result(kind run.Kind, c *capture.Call) string {
	switch {
	case c.Errno != "":
		return " = " + c.Errno
	case c.Does(capture.Opens), c.Does(capture.Accepts):
		return fmt.Sprintf(" = fd %d", c.Result)
	case c.Does(capture.Sends) && c.Result >= 0 && c.Result < int64(c.Size):
		return fmt.Sprintf(" = %d", c.Result) // not all of it
	case kind == run.Return && !c.Does(capture.Receives):
		return fmt.Sprintf(" = %d", c.Result)
	}
	return ""
}

// polls names a call that waits for several sockets: when it begins, by those that it
// watches, and when it returns, by those that are ready.
func polls(kind run.Kind, c *capture.Call) []string {
	watched, ready := sets(c)
	bare := c.Name + "()"
	if kind == run.Enter {
		return []string{c.Name + "(" + watched + ") waits", bare + " waits"}
	}
	outcome := fmt.Sprintf(" = %d", c.Result)
	if c.Errno != "" {
		outcome = " = " + c.Errno
	}
	labels := []string{bare + outcome}
	if ready != "" {
		labels = append([]string{bare + outcome + ": " + ready + " ready", bare + ": " + ready}, labels...)
	}
	if kind == run.Call {
		labels = append([]string{c.Name + "(" + watched + ")" + strings.TrimPrefix(labels[0], bare)}, labels...)
	}
	return labels
}

// sets returns the descriptors that a call watches, and those that it found ready.
func sets(c *capture.Call) (watched, ready string) {
	a := &c.Args
	if a.Other != "" {
		watched, ready, _ = strings.Cut(a.Other, "; ready: ")
		return watched, ready
	}
	ready = set(a.ReadyRead)
	if len(a.ReadyWrite) > 0 {
		ready = strings.TrimPrefix(ready+", write "+set(a.ReadyWrite), ", ")
	}
	return set(a.Read), ready
}

// set writes descriptors: "{3, 4}"; "" for none.
func set(fds []int) string {
	if len(fds) == 0 {
		return ""
	}
	return "{" + strings.Trim(strings.ReplaceAll(fmt.Sprint(fds), " ", ", "), "[]") + "}"
}
