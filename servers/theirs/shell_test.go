package theirs

import "testing"

// A program takes its shell's place, unless the line needs one.
func TestDirect(t *testing.T) {
	for line, want := range map[string]string{
		"python3 server.py 12000":   "exec python3 server.py 12000",
		"  ./a.out 'x y' \"$HOME\"": "exec   ./a.out 'x y' \"$HOME\"",
		"PORT=1 ./a.out":            "PORT=1 ./a.out",
		"$SERVER 12000":             "$SERVER 12000",
		"cd src && ./a.out":         "cd src && ./a.out",
		"cd src":                    "cd src",
		"exec ./a.out":              "exec ./a.out",
		"./a.out; ./b.out":          "./a.out; ./b.out",
		"./a.out > file":            "./a.out > file",
		"read line":                 "read line",
		"! ./a.out":                 "! ./a.out",
		"./a.out # says hello":      "./a.out # says hello",
		"":                          "",
		"  ":                        "  ",
	} {
		if got := direct(line); got != want {
			t.Errorf("%q: %q", line, got)
		}
	}
}
