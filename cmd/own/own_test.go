package own

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wireladder/cmd/console"
	"wireladder/cmd/failure"
	"wireladder/servers/theirs"
)

// parsed returns the options that arguments say.
func parsed(t *testing.T, args ...string) *Options {
	t.Helper()
	o := NewOptions()
	if err := o.Flags.Parse(args); err != nil {
		t.Fatal(err)
	}
	return o
}

// What is wrong with options is said, each with its repair; else nothing is.
func TestCheck(t *testing.T) {
	for args, want := range map[string]string{
		"":                                           "there is nothing to run",
		"--client=x":                                 "",
		"--server=x":                                 "",
		"--program=p=x":                              "",
		"--client=x|--clients=0":                     `--clients is a number of copies from 1 on, not "0"`,
		"--client=x|--clients=1":                     "",
		"--server=x|--clients=2":                     "--clients is a number of copies of each client, and there is none",
		"--client=x|--short-reads=-1":                `--short-reads is a number of bytes, not "-1"`,
		"--client=x|--short-reads=0":                 "",
		"--client=x|--cpus=two":                      `--cpus is one or all, not "two"`,
		"--client=x|--cpus=all":                      "",
		"--client=x|--timeout=-1s":                   "--timeout and --stagger are times that pass, not -1s",
		"--client=x|--stagger=-1s":                   "--timeout and --stagger are times that pass, not -1s",
		"--client=x|--timeout=0":                     "",
		"--client=":                                  "a command is empty",
		"--client=x|--server=":                       "a command is empty",
		"--server=x|--program=y":                     `--program is a name and a command, not "y"`,
		"--server=x|--program==y":                    `--program is a name and a command, not "=y"`,
		"--server=x|--program=y=":                    `--program is a name and a command, not "y="`,
		"--program=server=y":                         `another program is called "server"`,
		"--program=client 2=y":                       `another program is called "client 2"`,
		"--program=p=y|--program=p=z":                `another program is called "p"`,
		"--client=x|--seed=2":                        "--seed says which packets --loss loses, and there is none",
		"--client=x|--seed=2|--loss=3":               "",
		"--client=x|--input=a|--input=b":             "there is 1 client, and 2 inputs are given",
		"--server=x|--input=a":                       "there are 0 clients, and 1 inputs are given",
		"--client=x|--clients=2|--input=a|--input=b": "",
		"--client=x|--input=@no/such":                "--input names a file: open no/such: no such file or directory",
	} {
		var list []string
		if args != "" {
			list = strings.Split(args, "|")
		}
		err := parsed(t, list...).Check()
		var f *failure.Failure
		switch {
		case want == "" && err != nil:
			t.Errorf("%s: %v", args, err)
		case want == "":
		case err == nil || err.Error() != want || !errors.As(err, &f) || f.Hint == "" || f.Code != failure.CodeUsage:
			t.Errorf("%s: %v, %+v", args, err, f)
		}
	}
}

// There is no wire on the machine's own loopback.
func TestPlace(t *testing.T) {
	for _, flag := range []string{"--delay=2ms", "--loss=3", "--fault=drop 1st SYN"} {
		o := parsed(t, "--client=x", flag)
		place, err := o.Place()
		if err != nil || place.Wire == nil {
			t.Errorf("%s: %+v, %v", flag, place, err)
		}
		o.Host = true
		if err := o.Check(); err == nil || err.Error() != "--host is loopback alone: there is no wire on it" {
			t.Errorf("%s: %v", flag, err)
		}
	}
	for _, host := range []bool{false, true} {
		o := parsed(t, "--client=x")
		o.Host = host
		if place, err := o.Place(); err != nil || place.Wire != nil || place.Private == host || place.Address == nil || o.Check() != nil {
			t.Errorf("host %t: %+v, %v", host, place, err)
		}
	}
	if _, err := parsed(t, "--client=x", "--fault=eat 1st SYN").Place(); err == nil {
		t.Error("no error")
	}
}

// What runs, under which names, and what it reads.
func TestPrograms(t *testing.T) {
	file := filepath.Join(t.TempDir(), "in")
	if err := os.WriteFile(file, []byte(`from \n`), 0o600); err != nil {
		t.Fatal(err)
	}
	command := func(name, line, input string) theirs.Command {
		c := theirs.Command{Name: name, Line: line}
		if input != "" {
			c.Input = []byte(input)
		}
		return c
	}
	for name, tt := range map[string]struct {
		args []string
		want theirs.Options
	}{
		"two": {[]string{"--server=s", "--client=c"}, theirs.Options{
			Server: &theirs.Command{Name: "server", Line: "s"}, Clients: []theirs.Command{command("client", "c", "")}, Timeout: 30 * time.Second, OneCPU: true,
		}},
		"one": {[]string{"--client=c", "--input=@" + file}, theirs.Options{
			Clients: []theirs.Command{command("program", "c", `from \n`)}, Timeout: 30 * time.Second, OneCPU: true,
		}},
		"two clients": {[]string{"--client=c", "--client=d"}, theirs.Options{
			Clients: []theirs.Command{command("client 1", "c", ""), command("client 2", "d", "")}, Timeout: 30 * time.Second, OneCPU: true,
		}},
		"copies of two, and one input": {[]string{"--client=c", "--client=d", "--clients=2", `--input=a\n`, "--cpus=all", "--keep", "--short-reads=3", "--timeout=1s", "--stagger=2ms", "--all-calls"}, theirs.Options{
			Clients: []theirs.Command{command("client 1", "c", "a\n"), command("client 2", "c", "a\n"), command("client 3", "d", "a\n"), command("client 4", "d", "a\n")},
			Timeout: time.Second, Stagger: 2 * time.Millisecond, Keep: true, MaxReceive: 3, AllCalls: true,
		}},
		"two inputs, and a proxy": {[]string{"--server=s", "--program=p=x=y", "--client=c", "--clients=3", `--input=\@\\\t\r`, "--input=b"}, theirs.Options{
			Server: &theirs.Command{Name: "server", Line: "s"}, Others: []theirs.Command{command("p", "x=y", "")},
			Clients: []theirs.Command{command("client 1", "c", "@\\\t\r"), command("client 2", "c", "b"), command("client 3", "c", "")}, Timeout: 30 * time.Second, OneCPU: true,
		}},
	} {
		got, err := parsed(t, tt.args...).programs()
		if diff := cmp.Diff(tt.want, got); diff != "" || err != nil {
			t.Errorf("%s: %v, (-want +got):\n%s", name, err, diff)
		}
	}
}

// Arguments mean the same to a shell, whatever is in them.
func TestTake(t *testing.T) {
	o := parsed(t)
	if err := o.Take([]string{"a b", "it's", ""}, true); err != nil || len(o.Clients) != 1 || o.Clients[0] != `'a b' 'it'\''s' ''` {
		t.Errorf("%q, %v", o.Clients, err)
	}
	if err := o.Take(nil, false); err != nil || len(o.Clients) != 1 {
		t.Error(err)
	}
	if err := o.Take([]string{"server.py"}, false); err == nil || !strings.Contains(err.Error(), `"server.py" does neither`) {
		t.Error(err)
	}
}

// The only client reads stdin, if nobody has said what it reads.
func TestWhoReadsStdin(t *testing.T) {
	for args, want := range map[string]bool{
		"--client=x": true, "--client=x|--clients=2": false, "--client=x|--client=y": false, "--client=x|--input=a": false, "--server=x": false,
	} {
		in, err := parsed(t, strings.Split(args, "|")...).Stdin(t.Context(), &console.Console{Stdin: os.Stdin, Stderr: &strings.Builder{}}, nil)
		if err != nil || (in.Reader() != nil) != want || (in.File() != nil) != want || in.Size() != "" || in.Args() != nil {
			t.Errorf("%s: %+v, %v", args, in, err)
		}
		in.Given()
		in.End()
	}
	if in, err := parsed(t, "--client=x").Stdin(t.Context(), &console.Console{Stdin: strings.NewReader("")}, nil); err != nil || in.Reader() != nil {
		t.Errorf("%+v, %v", in, err)
	}
}

// Who answers has all the time, unless a limit is set.
func TestTakeTime(t *testing.T) {
	for args, want := range map[string]time.Duration{"--client=x": 0, "--timeout=3s": 3 * time.Second} {
		o := parsed(t, args)
		if o.TakeTime(); o.Timeout != want {
			t.Errorf("%s: %v", args, o.Timeout)
		}
	}
}
