package code

import "testing"

func TestRead(t *testing.T) {
	for _, c := range []struct {
		file, text   string
		newline, end bool
	}{
		{"server.go", `line, err := r.ReadString('\n')`, true, false},
		{"server.go", `for sc.Scan() {`, true, false},
		{"server.go", `word, err := r.ReadString(' ')`, false, false},
		{"server.go", `b, err := io.ReadAll(conn)`, false, true},
		{"server.go", `n, err := conn.Read(b)`, false, false},
		{"server.c", `while (fgets(line, sizeof line, in))`, true, false},
		{"server.cpp", `std::getline(in, line);`, true, false},
		{"server.c", `n = read(c, b, 100);`, false, false},
		{"main.rs", `stream.read_to_string(&mut s)?;`, false, true},
		{"server.py", `b = io.ReadAll(conn)`, false, false},
	} {
		l := Line{File: c.file, Text: c.text, Line: 1}
		if l.Read(); l.Newline != c.newline || l.End != c.end {
			t.Errorf("%s: %s: newline %t, end %t", c.file, c.text, l.Newline, l.End)
		}
	}
}

// What reads ahead, and is made for one call.
func TestMakesReader(t *testing.T) {
	for text, want := range map[string]bool{
		"line = conn.makefile().readline()":                 true,
		"line = conn.makefile('rb', encoding=e).readline()": true,
		`line, err := bufio.NewReader(c).ReadString('\n')`:  true,
		"f = conn.makefile()":                               false,
		"r := bufio.NewReader(conn)":                        false,
		"line = f.readline()":                               false,
	} {
		if got := (Line{Text: text}).MakesReader(); got != want {
			t.Errorf("%s: %t", text, got)
		}
	}
}
