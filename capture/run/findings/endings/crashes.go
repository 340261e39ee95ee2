package endings

import (
	"path"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"wireladder/capture"
	"wireladder/capture/run"
	"wireladder/capture/run/findings"
	"wireladder/capture/run/findings/accounts"
	"wireladder/capture/run/findings/docket"
)

// Crashes finds which programs end by an exception or by a signal, or go on though a thread, a
// handler or a task of them has ended by one. A status by which a program tells its result is no
// crash.
func Crashes(d *docket.Docket) {
	x := &search{d}
	for _, name := range x.Names() {
		p := x.Programs[name]
		for _, t := range tracesOf(p) {
			if t.lives && x.Counts(t.moment.Time) {
				x.crash(p, t, findings.Finding{Moments: []*run.Moment{t.moment}, Lives: true})
			}
		}
		for i, e := range p.Exits {
			if !e.Shared || e.FD < 0 {
				x.exit(p, e, i == len(p.Exits)-1)
			}
		}
	}
}

// crash adds a program that an exception has hit.
func (x *search) crash(p *accounts.Program, t trace, f findings.Finding) {
	if strings.HasPrefix(t.text, "Unicode") {
		x.undecoded(p, t)
	}
	c := x.failed(p, t)
	if c == nil {
		c = x.timedOut(p, t)
	}
	if c == nil && strings.HasSuffix(t.text, "Bad file descriptor") && strings.Contains(p.Stderr, ".accept(") {
		c = x.closes(p, t)
	}
	if c != nil && f.Other == nil {
		f.Other, f.Moments = c.Moment.Socket, append([]*run.Moment{c.Moment}, f.Moments...)
	}
	if m := x.lingered(p, t); m != nil && f.Other == nil {
		f.Near, f.Other, f.Moments = findings.Lingers, m.From, append([]*run.Moment{m}, f.Moments...)
	}
	f.Rule, f.Process, f.Text, f.Line, f.Calls, f.Address = findings.Crashed, p.Name, t.text, t.line, true, p.Outside
	x.Add(f)
}

// exit looks at one end of a process: the last one of its program, or one before it.
func (x *search) exit(p *accounts.Program, e accounts.Call, last bool) {
	switch {
	case !x.Counts(e.Enter) || !p.Interrupted.IsZero() && !e.Enter.Before(p.Interrupted):
	case accounts.IsFatal(e.Call) && (last || e.Args.Signal != "SIGKILL"):
		f := findings.Finding{Rule: findings.Crashed, Process: p.Name, Moments: []*run.Moment{e.Moment}, Signal: e.Args.Signal, Calls: true}
		if c := x.misused(p); c != nil && e.Args.Signal == "SIGPIPE" {
			f.Other, f.Moments = c.Moment.Socket, append([]*run.Moment{c.Moment}, f.Moments...)
		}
		x.Add(f)
	case e.Args.Signal == "" && e.Result != 0:
		if t, ok := lastTrace(p); ok {
			f := findings.Finding{Moments: []*run.Moment{t.moment, e.Moment}, Got: e.Result}
			if c := x.misused(p); c != nil {
				f.Other, f.Moments = c.Moment.Socket, append([]*run.Moment{c.Moment}, f.Moments...)
			}
			x.crash(p, t, f)
		}
	}
}

// misused returns a call of a program on a listening socket that only the socket of a client
// allows, or an accept(2) without listen(2); nil if there is none.
func (x *search) misused(p *accounts.Program) *accounts.Call {
	for _, s := range x.All {
		for i := range s.Calls {
			c := &s.Calls[i]
			moves := s.Role == run.Listening && c.Errno != "" && c.Errno != "EAGAIN" && (c.Does(capture.Sends) || c.Does(capture.Receives))
			if s.Process == p.Name && (moves || c.Does(capture.Accepts) && c.Errno == "EINVAL") {
				return c
			}
		}
	}
	return nil
}

// causes are errors of calls that say by themselves what is wrong, and how exceptions name them.
var causes = map[string]string{
	"EISCONN": "already connected", "EAGAIN": "temporarily unavailable", "ENOTCONN": "not connected", "EPIPE": "Broken pipe",
	"EDESTADDRREQ": "Destination address required", "EACCES": "Permission denied", "EADDRNOTAVAIL": "Cannot assign requested address",
	"EMSGSIZE": "Message too long", "EINPROGRESS": "Operation now in progress", "EINVAL": "Invalid argument", "ENETUNREACH": "Network is unreachable",
	"EHOSTUNREACH": "No route to host", "EAFNOSUPPORT": "Address family not supported", "EOPNOTSUPP": "Operation not supported", "ENOTSUP": "Operation not supported", "ETIMEDOUT": "timed out",
}

// failed returns the last call of a program that has failed before an exception with the error
// that this names; nil if there is none.
func (x *search) failed(p *accounts.Program, t trace) (last *accounts.Call) {
	for _, s := range x.All {
		if s.Process != p.Name {
			continue
		}
		for i := range s.Calls {
			c := &s.Calls[i]
			if !isCause(s, c, t) || c.Enter.After(t.moment.Time) || c.Moment.Socket == nil {
				continue
			}
			if last == nil || c.Enter.After(last.Enter) {
				last = c
			}
		}
	}
	return last
}

// isCause reports whether a call on a socket has failed with the error that an exception names. A
// pipe breaks where there was a connection: that is told of as such.
func isCause(s *accounts.Account, c *accounts.Call, t trace) bool {
	named := causes[c.Errno]
	return named != "" && strings.Contains(t.text, named) && (c.Errno != "EPIPE" || !s.Connected())
}

// closes returns the call by which a line of a program has closed its listening socket before an exception tells that
// one is used which is closed; nil if there is none.
func (x *search) closes(p *accounts.Program, t trace) *accounts.Call {
	for _, s := range x.All {
		if c := s.Last(capture.Closes); s.Process == p.Name && s.Role == run.Listening && c != nil && c.Code.Line > 0 && c.Enter.Before(t.moment.Time) {
			return c
		}
	}
	return nil
}

// lingered returns the last RST before an exception for which this is the word, if who has sent it had set SO_LINGER to 0;
// nil if there is none.
func (x *search) lingered(p *accounts.Program, t trace) (last *run.Moment) {
	if !strings.HasPrefix(t.text, "ConnectionReset") {
		return nil
	}
	for _, s := range x.All {
		for _, m := range s.Arrived {
			r := m.Facts.Reset
			if s.Process == p.Name && r != nil && m.Time.Before(t.moment.Time) && (last == nil || m.Time.After(last.Time)) {
				last = m
			}
		}
	}
	if last == nil || !last.Facts.Reset.Linger0 {
		return nil
	}
	return last
}

// timedOut returns the call in which a program waited in vain for something to receive, and had an
// exception for that; nil if there is none.
func (x *search) timedOut(p *accounts.Program, t trace) (last *accounts.Call) {
	if !strings.HasPrefix(t.text, "TimeoutError: timed out") && !strings.HasPrefix(t.text, "socket.timeout") {
		return nil
	}
	for _, s := range x.All {
		for i := range s.Asides {
			c := &s.Asides[i]
			vain := s.Process == p.Name && c.Does(capture.Polls) && c.Returned() && c.Result == 0 && c.Errno == "" && slices.Contains(c.Args.Read, s.FD)
			if vain && c.Exit.Before(t.moment.Time) && (last == nil || c.Enter.After(last.Enter)) {
				own := *c.Moment
				own.Call, own.Socket = c.Call, s.Socket
				last = &accounts.Call{Call: c.Call, Moment: &own}
			}
		}
	}
	return last
}

// undecoded adds a text that is not ASCII, and can't be read or written; or of which recv(2)
// has returned half a character, if it is that one and not the program which has cut it.
func (x *search) undecoded(p *accounts.Program, t trace) {
	f := findings.Finding{Rule: findings.NotASCII, Process: p.Name, Moments: []*run.Moment{t.moment}, Text: t.text, Calls: true}
	if strings.Contains(t.text, "unexpected end of data") {
		switch s, c := x.received(p.Name, t.moment.Time); {
		case s == nil:
		case c.Moment.Meets.Larger > 0:
			return // the datagram was cut
		case x.has(findings.NotASCII, s):
			return
		case s.Peer != nil && utf8.Valid(accounts.Payload(s.Peer.Sent, x.End)):
			f.Who, f.Other, f.Moments = s.Socket, s.Peer.Socket, []*run.Moment{c.Moment}
			if endsInCharacter(c) {
				f.Rule = findings.Boundaries
			} else {
				f.Got, f.Of = counted(t.text, c.Data)
			}
		}
	}
	x.Add(f)
}

// received returns what a program has received last before a time, and by which socket; nil
// if it has received nothing.
func (x *search) received(process string, before time.Time) (by *accounts.Account, last accounts.Call) {
	for _, s := range x.All {
		for _, c := range s.Calls {
			if s.Process == process && c.Did(capture.Receives) && c.Result > 0 && c.Exit.Before(before) && (by == nil || c.Exit.After(last.Exit)) {
				by, last = s, c
			}
		}
	}
	return by, last
}

// trace is an exception that a program has printed, because nothing has caught it.
type trace struct {
	moment *run.Moment // at which that was begun to be printed
	text   string      // its last line: "ValueError: …"
	lives  bool        // what has printed it goes on with the program
	line   string      // of the program, at which it came: "server.py:7"; "" if it does not say
}

// What Python prints where an exception ends a thread, a handler of socketserver, or a task or
// callback of asyncio.
var outlived = []string{
	"Exception in thread ", "Exception occurred during processing of request from", "Task exception was never retrieved",
	"Unhandled exception in client_connected_cb", "Exception in callback ", "Unhandled exception in event loop", "Exception ignored in thread started by",
	"Fatal write error on ", "Fatal read error on ", "Fatal error: protocol.", "Fatal error on transport",
}

const (
	traceback = "Traceback (most recent call last):"
	during    = "During handling of the above exception, another exception occurred:"
	caused    = "The above exception was the direct cause of the following exception:"
)

// tracesOf returns the exceptions that a program has printed before it was interrupted, in
// order.
func tracesOf(p *accounts.Program) (all []trace) {
	for _, t := range printedTraces(p) {
		if !meant(t.text) && (p.Interrupted.IsZero() || t.moment.Time.Before(p.Interrupted)) {
			all = append(all, t)
		}
	}
	return all
}

// printedTraces returns all exceptions that a program has printed. Of a chain of them the last
// one is told, and when the first one was.
func printedTraces(p *accounts.Program) (all []trace) {
	text, from := printed(p), 0
	for {
		i := strings.Index(text[from:], traceback)
		if i < 0 {
			return all
		}
		before := text[from : from+i]
		line, end := exception(text, from+i+len(traceback))
		if (strings.Contains(before, during) || strings.Contains(before, caused)) && len(all) > 0 {
			all[len(all)-1].text, all[len(all)-1].line = line, lineIn(text[from+i:end])
		} else {
			lives := slices.ContainsFunc(outlived, func(s string) bool { return strings.Contains(before, s) })
			all = append(all, trace{momentAt(p, from+i), line, lives, lineIn(text[from+i : end])})
		}
		from = end
	}
}

// frame finds where in which file a function was that an exception has left, as Python prints it.
var frame = regexp.MustCompile(`(?m)^[ |+]*File "([^"]+)", line (\d+)`)

// library finds files of Python's library, and of ours beside the program.
var library = regexp.MustCompile(`/lib/python|/site-packages/|^<frozen |sitecustomize\.py$`)

// lineIn returns the last line of a program that a traceback names; "" for none.
func lineIn(traceback string) (line string) {
	for _, m := range frame.FindAllStringSubmatch(traceback, -1) {
		if !library.MatchString(m[1]) {
			line = path.Base(m[1]) + ":" + m[2]
		}
	}
	return line
}

// meant reports whether an exception is a way to end.
func meant(line string) bool {
	for _, name := range []string{"KeyboardInterrupt", "SystemExit", "asyncio.exceptions.CancelledError"} {
		if strings.HasPrefix(line, name) {
			return true
		}
	}
	return false
}

// exception returns the line that names the exception of a traceback, and where it ends: the
// first one that is not indented.
func exception(text string, from int) (line string, end int) {
	for from < len(text) {
		line, _, _ = strings.Cut(text[from:], "\n")
		from = min(len(text), from+len(line)+1)
		if line = bare(line); line != "" && line[0] != ' ' {
			break
		}
	}
	return strings.TrimSpace(line), from
}

// bare returns a line without the branches by which a group of exceptions is drawn.
func bare(line string) string {
	branch := strings.TrimLeft(line, " ")
	for _, b := range []string{"| ", "+ "} {
		if rest, ok := strings.CutPrefix(branch, b); ok {
			return rest
		}
	}
	return strings.TrimRight(line, "\r")
}

// printed returns what a program has printed on its standard error, up to a limit.
func printed(p *accounts.Program) string {
	var b strings.Builder
	for _, c := range p.Errors {
		b.Write(c.Data)
	}
	return b.String()
}

// momentAt returns the moment at which a program has printed an octet.
func momentAt(p *accounts.Program, at int) *run.Moment {
	for _, c := range p.Errors {
		if at -= len(c.Data); at < 0 {
			return c.Moment
		}
	}
	return p.Errors[len(p.Errors)-1].Moment
}

// lastTrace returns the exception that has ended a program: nothing was printed behind it.
func lastTrace(p *accounts.Program) (trace, bool) {
	last := bare(accounts.LastLine(strings.TrimRight(p.Stderr, "\n +-")))
	for _, t := range slices.Backward(tracesOf(p)) {
		if !t.lives && t.text == strings.TrimSpace(last) {
			return t, true
		}
	}
	text := printed(p)
	for _, begin := range []string{"panic: ", `Exception in thread "main" `, "panicked at "} {
		if i := strings.LastIndex(text, begin); i >= 0 {
			line, _, _ := strings.Cut(text[i:], "\n")
			return trace{moment: momentAt(p, i), text: line}, true
		}
	}
	if strings.HasPrefix(last, "Node.js v") {
		for _, line := range slices.Backward(strings.Split(text, "\n")) {
			if name, _, ok := strings.Cut(line, ": "); ok && strings.HasSuffix(name, "Error") {
				return trace{moment: momentAt(p, strings.LastIndex(text, line)), text: line}, true
			}
		}
	}
	return trace{}, false
}
