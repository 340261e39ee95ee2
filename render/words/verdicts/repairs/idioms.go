package repairs

import (
	"path/filepath"
	"strings"

	"wireladder/capture/run/findings"
	"wireladder/render/words/verdicts/naming"
)

// idioms are how other languages say what a repair says in that of Python, by the endings of their
// files.
var idioms = map[string]*strings.Replacer{
	".go": strings.NewReplacer(
		"s.shutdown(socket.SHUT_WR)", "conn.(*net.TCPConn).CloseWrite()", "other.shutdown(socket.SHUT_WR)", "CloseWrite() on the other one",
		`s.sendall((line + "\n").encode())`, "fmt.Fprintln(conn, line)", `conn.sendall((line + "\n").encode())`, "fmt.Fprintln(conn, line)",
		"; what is written to a file of makefile() goes out with flush()", "; what is written to a bufio.Writer goes out with Flush()",
		", and what makefile() has returned: with conn, conn.makefile(…) as f:", ": defer conn.Close()", "f = conn.makefile()", "r := bufio.NewReader(conn)",
		"recv() has returned, and keep the rest (makefile(), readline())", "Read() has returned, and keep the rest (one bufio.Reader)", "settimeout()", "SetReadDeadline()", "use sendto() with the address, or call connect() before", "use WriteTo() with the address that ReadFrom() returned",
		`byte order (struct: "!I" on both sides)`, "byte order (binary.BigEndian on both sides)", "recv() returns nothing", "Read() returns io.EOF",
	),
	".c": strings.NewReplacer(
		"s.shutdown(socket.SHUT_WR)", "shutdown(s, SHUT_WR)", "other.shutdown(socket.SHUT_WR)", "shutdown(other, SHUT_WR)",
		`s.sendall((line + "\n").encode())`, `dprintf(s, "%s\n", line)`, `conn.sendall((line + "\n").encode())`, `dprintf(s, "%s\n", line)`,
		"; what is written to a file of makefile() goes out with flush()", "; what is written to a FILE goes out with fflush()",
		", and what makefile() has returned: with conn, conn.makefile(…) as f:", "", "settimeout()", "SO_RCVTIMEO", "(os.fork(), Process.start())", "(fork())",
		`byte order (struct: "!I" on both sides)`, "byte order (htonl() and ntohl())", "recv() returns nothing", "recv() returns 0",
	),
}

// Spoken puts a repair in the language of the programs that a finding is about; in Python's where
// that is not known, or they are in several.
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
			return repair
		}
	}
	if r := idioms[language]; r != nil {
		return r.Replace(repair)
	}
	return repair
}
