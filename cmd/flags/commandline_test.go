package flags_test

import (
	"strings"
	"testing"

	"github.com/spf13/pflag"

	"wireladder/cmd/flags"
)

func TestCommandLine(t *testing.T) {
	for _, c := range []struct{ args, want string }{
		{"", "wireladder run"},
		{"--keep --clients 3", "wireladder run --clients 3 --keep"},
		{"--keep=false|--output|/home/me/x.pcapng", "wireladder run --keep=false"},
		{"--client|python3 client.py localhost|--client|./a 'b c'", `wireladder run --client 'python3 client.py localhost' --client './a '\''b c'\'''`},
		{"--client|./client --token abc123 --pass='a b' -x", `wireladder run --client './client --token … --pass=… -x'`},
		{"--client|API_KEY=abc ./client --db-password \"x\" http://me:pw@host/", `wireladder run --client 'API_KEY=… ./client --db-password … http://…@host/'`},
		{"--client|python3 token_server.py 12000", `wireladder run --client 'python3 token_server.py 12000'`},
		{"--client|\xffx", "wireladder run --client '�x'"},
		{"--client|" + strings.Repeat("é", 100), "wireladder run --client '" + strings.Repeat("é", 63) + "…'"},
	} {
		f := pflag.NewFlagSet("run", pflag.ContinueOnError)
		f.Int("clients", 1, "")
		f.StringArray("client", nil, "")
		f.Bool("keep", false, "")
		f.String("output", "", "")
		f.SortFlags = true
		split := strings.Fields
		if strings.Contains(c.args, "|") {
			split = func(s string) []string { return strings.Split(s, "|") }
		}
		if err := f.Parse(split(c.args)); err != nil {
			t.Fatal(err)
		}
		if got := flags.CommandLine([]string{"wireladder", "run"}, f, "output"); got != c.want {
			t.Errorf("%s:\n%s, want\n%s", c.args, got, c.want)
		}
	}
}
