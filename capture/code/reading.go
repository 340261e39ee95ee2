package code

import (
	"path/filepath"
	"strings"
)

// library is what functions of a language's library wait for, by how a line calls them.
type library struct{ newline, end []string }

// libraries are those of compiled languages, by the endings of their files.
var libraries = map[string]library{
	".go": {[]string{`ReadString('\n')`, `ReadBytes('\n')`, ".ReadLine()", ".Scan()"}, []string{"io.ReadAll(", "ioutil.ReadAll(", "io.Copy("}},
	".c":  {[]string{"fgets(", "getline("}, nil},
	".rs": {[]string{".read_line(", `.read_until(b'\n'`, ".lines()"}, []string{".read_to_end(", ".read_to_string("}},
}

// sameAs are endings of files of the same languages.
var sameAs = map[string]string{".cc": ".c", ".cpp": ".c", ".cxx": ".c"}

// Read sets Newline and End by what the text of the line itself calls, in Go, C, C++ and Rust: of others it
// says nothing.
func (l *Line) Read() {
	ending := filepath.Ext(l.File)
	if same, ok := sameAs[ending]; ok {
		ending = same
	}
	calls := func(all []string) bool {
		for _, call := range all {
			if strings.Contains(l.Text, call) {
				return true
			}
		}
		return false
	}
	r := libraries[ending]
	l.Newline, l.End = calls(r.newline), calls(r.end)
}
