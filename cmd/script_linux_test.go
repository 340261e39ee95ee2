package cmd_test

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/rogpeppe/go-internal/testscript"

	"wireladder/capture/bpf"
	"wireladder/cmd"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"wireladder": func() { os.Exit(cmd.Run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) },
		"nobody":     nobody,
		"ask":        ask,
	})
}

// The scripts are named by the command that they try.
func TestScripts(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		Setup:               setup,
		Condition:           condition,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"cut": cut, "split": split, "nat": nat, "splice": splice, "size": size, "generate": generate, "generate-hostile": generateHostile, "printable": checkPrintable,
			"start": startServer, "await": awaitServer, "connect": connectTo, "interrupt": stopServer,
		},
	})
}

// setup takes a port, so that a script can find it in use.
func setup(env *testscript.Env) error {
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		return err
	}
	env.Defer(func() { _ = l.Close() })
	env.Values[servingKey("")] = map[string]*serving{}
	env.Setenv("BUSY_PORT", strconv.Itoa(l.Addr().(*net.TCPAddr).Port))
	recorded, err := filepath.Abs("testdata/scenarios")
	env.Setenv("RECORDED", recorded) // runs that are the same each time
	return err
}

func condition(cond string) (bool, error) {
	switch cond {
	case "root":
		return os.Geteuid() == 0, nil
	case "cgo": // and with it libpcap
		_, err := bpf.New("tcp")
		return err == nil, nil
	}
	return false, fmt.Errorf("no such condition %q", cond)
}

// cut shortens a file to a number of octets.
func cut(ts *testscript.TestScript, _ bool, args []string) {
	n, err := strconv.ParseInt(args[1], 10, 64)
	ts.Check(err)
	ts.Check(os.Truncate(ts.MkAbs(args[0]), n))
}

// splice overwrites octets of a file from an offset on.
func splice(ts *testscript.TestScript, _ bool, args []string) {
	at, err := strconv.Atoi(args[1])
	ts.Check(err)
	content := []byte(ts.ReadFile(args[0]))
	copy(content[at:], args[2])
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), content, 0o644))
}

// size checks that a file has at most a number of octets.
func size(ts *testscript.TestScript, _ bool, args []string) {
	limit, err := strconv.Atoi(args[1])
	ts.Check(err)
	if n := len(ts.ReadFile(args[0])); n > limit {
		ts.Fatalf("%s has %d octets", args[0], n)
	}
}

// checkPrintable checks that a file holds text that no terminal obeys.
func checkPrintable(ts *testscript.TestScript, _ bool, args []string) {
	for i, line := range strings.Split(ts.ReadFile(args[0]), "\n") {
		for _, r := range line {
			if r == utf8.RuneError || !unicode.IsPrint(r) {
				ts.Fatalf("%s:%d: %q", args[0], i+1, line)
			}
		}
	}
}

// nobody is a program that runs another as a user without rights, if it can.
// It opens the other first: the folder that it is in may be closed to that user.
func nobody() {
	self, err := os.Open("/proc/self/exe")
	if err == nil && os.Geteuid() == 0 {
		err = dropRights(65534)
	}
	if err == nil {
		// The descriptor stays open over exec: Go sets close-on-exec, which
		// would make /proc/self/fd/N vanish only after it was resolved.
		err = syscall.Exec("/proc/self/fd/"+strconv.Itoa(int(self.Fd())), os.Args[1:], os.Environ())
	}
	fmt.Fprintln(os.Stderr, "nobody:", strings.Join(os.Args[1:], " "), err)
	os.Exit(125)
}

func dropRights(id int) error {
	if err := syscall.Setgroups(nil); err != nil {
		return err
	}
	if err := syscall.Setresgid(id, id, id); err != nil {
		return err
	}
	return syscall.Setresuid(id, id, id)
}
