package labels

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"

	"wireladder/capture"
	"wireladder/capture/run"
	"wireladder/render/quantity"
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
	suffix := result(m.Kind, c)
	switch {
	case m.Kind == run.Enter:
		suffix = " waits"
	case m.Kind == run.Call && m.Quiet:
		suffix += noPacket(m)
	}
	if m.Kind != run.Enter && c.Did(capture.Accepts) && c.Remote.IsValid() {
		return accepted(m, suffix)
	}
	var labels []string
	for _, form := range bodies(m) {
		labels = append(labels, form+suffix)
	}
	if short := addressed(m, suffix); short != nil {
		return append(labels, short...)
	}
	return append(append(labels, shortest(m, suffix)), shorter(c, suffix)...)
}

// addressed returns the shorter forms of a call that binds or connects: they name its port as long as they can, and leave out
// before that it sent nothing; nil of others.
func addressed(m *run.Moment, suffix string) []string {
	c := m.Call
	if a := c.Args.Address; c.Does(capture.Sends) || m.Kind == run.Return || a.Port() == 0 {
		return nil
	}
	var labels []string
	if m.Kind == run.Call && m.Quiet {
		suffix = result(m.Kind, c)
		labels = append(labels, c.Name+"("+argument(c)+")"+suffix)
	}
	return append(labels, fmt.Sprintf("%s(:%d)%s", c.Name, c.Args.Address.Port(), suffix), c.Name+"()"+suffix)
}

// bodies returns a call with its arguments or, once it has returned, with what it received, the
// longest form first.
func bodies(m *run.Moment) []string {
	c, returned := m.Call, m.Kind != run.Enter
	switch bare := c.Name + "()"; {
	case c.Does(capture.Receives) && returned && c.Errno == "":
		return received(m)
	case c.Does(capture.Receives), c.Does(capture.Accepts), m.Kind == run.Return && !c.Does(capture.Sends):
		return []string{bare}
	case c.Does(capture.Sends) && m.Kind != run.Return:
		return sent(m)
	case c.Does(capture.Opens) && c.Args.Domain == "AF_INET6" && c.Args.Type != "":
		return []string{fmt.Sprintf("%s(AF_INET6, %s)", c.Name, c.Args.Type), c.Name + "(" + argument(c) + ")"}
	}
	return []string{c.Name + "(" + argument(c) + ")"}
}

// accepted returns a call that returned a connection, with whose it is.
func accepted(m *run.Moment, suffix string) []string {
	c := m.Call
	bare := c.Name + "()" + suffix
	return []string{bare + " from " + m.Socket.Told(c.Remote).String(), bare + " from " + port(c), bare, c.Name + "()"}
}

// sent returns a call that sends, with its octets and, if it is told, where they go. Without that there is one form: it is
// for where all others have no room.
func sent(m *run.Moment) []string {
	c := m.Call
	if said, ok := name(m, c.Size); ok {
		return asks(m, said)
	}
	var all []string
	form := func(limit int, to string) {
		text := octets(c.Data, c.Size, limit)
		if much(c.Data, c.Size) && limit > quoteTiny {
			text += fmt.Sprintf(", %d", c.Size)
		}
		for _, flag := range [...]string{"MSG_OOB", "MSG_FASTOPEN"} {
			if strings.Contains(c.Args.Flags, flag) {
				text += ", " + flag
			}
		}
		if to != "" {
			text += ", " + to
		}
		all = append(all, c.Name+"("+text+")")
	}
	if to := m.Socket.Told(c.Args.Address); to.IsValid() {
		form(quoteLong, to.String())
		form(quoteShort, to.String())
		form(quoteShort, fmt.Sprintf(":%d", to.Port()))
		form(quoteShort, "")
		return all
	}
	form(quoteLong, "")
	form(quoteShort, "")
	form(quoteTiny, "")
	return all
}

// received returns a call that has received, with the octets and, if it tells, where they come
// from; there is one form without that, too. How many it had room for is said where it took as many, for there may be more,
// and where that is little.
func received(m *run.Moment) []string {
	c := m.Call
	if c.Result == 0 && c.Proto == capture.TCP {
		return []string{c.Name + "() = 0"}
	}
	if said, ok := name(m, int(c.Result)); ok {
		return answers(m, said)
	}
	called, bare := c.Name+"()", c.Name+"()"
	if c.Result > 0 && (c.Result == int64(c.Size) || c.Size < smallBuffer) {
		called = fmt.Sprintf("%s(%d)", c.Name, c.Size)
	}
	if urgent(c) { // of one octet there can be no more
		called, bare = c.Name+"(MSG_OOB)", c.Name+"(MSG_OOB)"
	}
	var all []string
	form := func(called string, limit int, from string) {
		count := " = "
		if much(c.Data, int(c.Result)) && limit > quoteTiny && c.Result < int64(c.Size) {
			count = fmt.Sprintf(" = %d: ", c.Result)
		}
		all = append(all, called+count+octets(c.Data, int(c.Result), limit)+from)
	}
	if c.Proto == capture.UDP && c.Does(capture.TellsPeer) && c.Remote.IsValid() {
		form(called, quoteLong, " from "+m.Socket.Told(c.Remote).String())
		form(called, quoteShort, " from "+m.Socket.Told(c.Remote).String())
		form(called, quoteShort, " from "+port(c))
		form(called, quoteShort, "")
		return all
	}
	form(called, quoteLong, "")
	form(called, quoteShort, "")
	form(bare, quoteTiny, "")
	return all
}

// smallBuffer is how much a call asks for, in octets, that means to show how few it takes.
const smallBuffer = 64

// urgent reports whether a call is about the urgent octet, and not about the stream.
func urgent(c *capture.Call) bool { return strings.Contains(c.Args.Flags, "MSG_OOB") }

// port names the other side by its port.
func port(c *capture.Call) string { return fmt.Sprintf(":%d", c.Remote.Port()) }

// shortest returns a call without its arguments.
func shortest(m *run.Moment, suffix string) string {
	c := m.Call
	if o := c.Args.Option; o.Value != "" && c.Does(capture.Configures) {
		return o.Name + " = " + o.Value + suffix
	}
	return c.Name + "()" + counted(m.Kind, c) + suffix
}

// shorter returns a still shorter form of a call that joins or leaves a group, without the interface by which it
// does; nil of others.
func shorter(c *capture.Call, suffix string) []string {
	o := c.Args.Option
	group, _, several := strings.Cut(o.Value, ", ")
	if !several || !strings.HasPrefix(o.Name, "IP_") || !strings.HasSuffix(o.Name, "_MEMBERSHIP") {
		return nil
	}
	return []string{o.Name + " = " + group + ", …}" + suffix}
}

// noPacket says that a call was seen to send nothing: of data that the kernel has taken, and of a FIN behind
// such, not yet, for they wait there for an ACK or for room.
func noPacket(m *run.Moment) string {
	c := m.Call
	if c.Proto == capture.TCP && c.Does(capture.Sends) && c.Result > 0 || m.FINWaits() {
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

// argument returns the argument that matters in a ladder.
func argument(c *capture.Call) string {
	switch {
	case c.Does(capture.Opens):
		return cmp.Or(c.Args.Type, c.ArgsText())
	case c.Does(capture.Closes):
		return ""
	}
	text := c.ArgsText()
	for _, level := range []string{"SOL_SOCKET, ", "IPPROTO_TCP, ", "IPPROTO_IPV6, ", "IPPROTO_IP, "} {
		text = strings.TrimPrefix(text, level)
	}
	return text
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
		labels := []string{c.Name + "(" + watched + ") waits", bare + " waits"}
		if a := &c.Args; a.HasTimeout {
			labels = append([]string{c.Name + "(" + watched + ") waits at most " + quantity.Duration(a.Timeout)}, labels...)
		}
		return labels
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
