package repairs

import (
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"wireladder/capture/run"
	"wireladder/capture/run/findings"
	"wireladder/render/words/verdicts/naming"
)

// idioms are how other languages say what a repair says in that of Python, by the endings of their
// files. A program of which no line is known is spoken of by the calls that it makes: "".
var idioms = map[string]*strings.Replacer{
	".go": idiomsOf(
		"s.shutdown(socket.SHUT_WR)", "conn.(*net.TCPConn).CloseWrite()", "other.shutdown(socket.SHUT_WR)", "CloseWrite() on the other one",
		`: s.sendall((line + "\n").encode())`, ": fmt.Fprintln(conn, line)", `: conn.sendall((line + "\n").encode())`, ": fmt.Fprintln(conn, line)",
		"; what is written to a file of makefile() goes out with flush()", "; what is written to a bufio.Writer goes out with Flush()",
		", and what makefile() has returned: with conn, conn.makefile(…) as f:", ": defer conn.Close()", "f = conn.makefile()", "r := bufio.NewReader(conn)",
		"recv() has returned, and keep the rest (makefile(), readline())", "Read() has returned, and keep the rest (one bufio.Reader)", "a time limit (settimeout())", "a time limit (SetReadDeadline())", "settimeout()", "SetReadDeadline()", "use sendto() with the address, or call connect() before", "use WriteTo() with the address that ReadFrom() returned",
		`byte order (struct: "!I" on both sides)`, "byte order (binary.BigEndian on both sides)", "recv() returns nothing", "Read() returns io.EOF",
	),
	".c": idiomsOf(
		"s.shutdown(socket.SHUT_WR)", "shutdown(s, SHUT_WR)", "other.shutdown(socket.SHUT_WR)", "shutdown(other, SHUT_WR)",
		`: s.sendall((line + "\n").encode())`, `: dprintf(s, "%s\n", line)`, `: conn.sendall((line + "\n").encode())`, `: dprintf(s, "%s\n", line)`,
		"; what is written to a file of makefile() goes out with flush()", "; what is written to a FILE goes out with fflush()",
	),
	"": idiomsOf(),
}

// idiomsOf returns the idioms of a language: its own, and those that no language but Python has.
func idiomsOf(own ...string) *strings.Replacer { return strings.NewReplacer(append(own, plain...)...) }

// plain are Python's idioms, and what is said for them of calls alone; "" where that adds nothing.
var plain = []string{
	"other.shutdown(socket.SHUT_WR)", "shutdown(SHUT_WR) on the other one", "s.shutdown(socket.SHUT_WR)", "shutdown(SHUT_WR)",
	"s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)", "setsockopt(SO_REUSEADDR, 1)",
	`: s.sendall((line + "\n").encode())`, "", `: conn.sendall((line + "\n").encode())`, "", "(sendall())", "(send() in a loop)",
	"sendall(), or send() again", "send() again",
	"; what is written to a file of makefile() goes out with flush()", "; what is written into a buffer goes out when that is flushed",
	"; and flush() what goes through a file of makefile()", "; and flush what is written into a buffer",
	", and what makefile() has returned: with conn, conn.makefile(…) as f:", "", ", and what makefile() has returned; in Python: with conn:", "",
	"; in Python: with conn:", "", " (makefile(), readline())", "", "a time limit (settimeout())", "a time limit (SO_RCVTIMEO, or poll() before the call)", "settimeout()", "SO_RCVTIMEO, or poll()", "(os.fork(), Process.start())", "(fork())", "os.fork()", "fork()",
	`byte order (struct: "!I" on both sides)`, "byte order (htonl() and ntohl())", "recv() returns nothing", "recv() returns 0",
	`bind to ""`, "bind to 0.0.0.0", " (setblocking(True), a timeout)", " (without O_NONBLOCK)", " (setblocking(True))", " (without O_NONBLOCK)",
	"setblocking(False); or connect_ex(), and wait", "O_NONBLOCK is set; or wait", ": with lock:", "", " (queue.Queue())", "", " (BlockingIOError)", "",
	" (args=(conn,))", "", ": while True: … accept()", ", with accept() in it", ": thread.join(); or no daemon=True", "", ": thread.join()", "",
	`: ("fe80::1", port, 0, socket.if_nametoindex("eth0"));`, ` (sin6_scope_id, if_nametoindex("eth0"));`,
	": len(body.encode())", "", ": body = text.encode(); len(body)", "", ": data = text.encode(); len(data)", "", ": len(text.encode())", "",
}

// Spoken puts a repair in the language of the programs that a finding is about: of its calls, or else of the program
// that it names. It is in none where that is not known, or they are in several.
func Spoken(f *findings.Finding, repair string) string {
	language := ""
	for _, m := range f.Moments {
		file := naming.File(m)
		if file == "" {
			continue
		}
		if ending := filepath.Ext(file); language == "" {
			language = ending
		} else if ending != language {
			language = ""
			break
		}
	}
	if language == "" && !slices.ContainsFunc(f.Moments, func(m *run.Moment) bool { return naming.File(m) != "" }) {
		language = filepath.Ext(f.File)
	}
	if r := idioms[language]; r != nil {
		return bindsAll.ReplaceAllString(r.Replace(repair), "bind(0.0.0.0:$1)")
	}
	return repair
}

// bindsAll finds Python's bind() to a port of all addresses.
var bindsAll = regexp.MustCompile(`bind\(\("", (\d+)\)\)`)
