package capture

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// doings are all that calls do.
var doings = []Doing{
	Opens, Binds, Listens, Connects, Accepts, Sends, Receives, Polls, ShutsDown, Closes, Configures, Interrupts, Ends,
	Waits, KeyedByExit, Queues, TellsPeer, MaySend,
}

// Each call does one thing; whatever else is said of it hangs on that.
func TestSyscallsDoOneThing(t *testing.T) {
	for name, row := range syscalls {
		kinds := 0
		for _, d := range doings[:13] {
			if row.does&d != 0 {
				kinds++
			}
		}
		if kinds != 1 {
			t.Errorf("%s does %d things", name, kinds)
		}
		if takes := row.does&(Accepts|Receives|Polls) != 0; takes != (row.does&KeyedByExit != 0) {
			t.Errorf("%s: keyed by its exit: %t", name, !takes)
		}
		if row.does&KeyedByExit != 0 && row.does&(Waits|MaySend) != Waits {
			t.Errorf("%s is caused by what comes in, but does not wait for it, or sends", name)
		}
	}
}

func TestDoes(t *testing.T) {
	tests := []struct {
		does  Doing
		calls string
	}{
		{Opens, "socket"},
		{Accepts, "accept accept4"},
		{Sends, "send sendfile sendmmsg sendmsg sendto splice write writev"},
		{Receives, "read readv recv recvfrom recvmmsg recvmsg splice_read"},
		{Polls, "epoll_pwait epoll_wait poll ppoll pselect6 select"},
		{Queues, "accept accept4 connect listen"},
		{TellsPeer, "accept accept4 recvfrom recvmmsg recvmsg"},
		{Waits | MaySend, "connect"},
		{MaySend, "bind close connect listen send sendfile sendmmsg sendmsg sendto shutdown splice write writev"},
		{Waits, "accept accept4 connect epoll_pwait epoll_wait poll ppoll pselect6 read readv recv recvfrom recvmmsg recvmsg select splice_read"},
		{Configures, "fcntl getsockopt ioctl setsockopt"},
		{Opens | Closes, ""},
	}
	for _, tt := range tests {
		var calls []string
		for name := range syscalls {
			if (&Call{Name: name}).Does(tt.does) {
				calls = append(calls, name)
			}
		}
		slices.Sort(calls)
		if got := strings.Join(calls, " "); got != tt.calls {
			t.Errorf("%b: %s, want %s", tt.does, got, tt.calls)
		}
	}
	if c := (Call{Name: "gethostbyname"}); c.Does(Opens) || c.KeyedByExit() {
		t.Error("what is no socket call does something")
	}
}

// Only a call that has returned, and well, has done what it does.
func TestDid(t *testing.T) {
	for _, tt := range []struct {
		call Call
		want bool
	}{
		{Call{Name: "close"}, false},
		{Call{Name: "close", Exit: at(1)}, true},
		{Call{Name: "close", Exit: at(1), Result: -1, Errno: "EBADF"}, false},
		{Call{Name: "accept", Exit: at(1)}, false},
	} {
		if got := tt.call.Did(Closes); got != tt.want {
			t.Errorf("%s closed: %t", tt.call.Message(), got)
		}
	}
}

// What a call does is asked of the table: elsewhere no name is compared with.
func TestOneTableOfCalls(t *testing.T) {
	files := 0
	err := filepath.WalkDir("..", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || knowsCalls(path) {
			return err
		}
		files++
		fset := token.NewFileSet()
		file, err := parser.ParseFile(fset, path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if names := callNames(n); len(names) > 0 {
				t.Errorf("%v asks for %q by name: see Call.Does", fset.Position(n.Pos()), names)
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if files < 100 {
		t.Errorf("only %d files are read", files)
	}
}

// knowsCalls reports whether a file may: the table itself, and recordings that are made
// up for tests.
func knowsCalls(path string) bool {
	dir, file := filepath.Split(filepath.ToSlash(path))
	return dir == "../capture/" && file == "syscall.go" || dir == "../capture/runtest/" || dir == "../capture/calls/syscalls/" // a tracer has the numbers of system calls
}

// callNames returns the names of calls that the code tells one from the other by.
func callNames(n ast.Node) []string {
	switch n := n.(type) {
	case *ast.BinaryExpr:
		if n.Op == token.EQL || n.Op == token.NEQ {
			return namesIn(n.X, n.Y)
		}
	case *ast.CaseClause:
		return namesIn(n.List...)
	case *ast.CompositeLit:
		if names := namesIn(n.Elts...); len(names) > 1 {
			return names
		}
	case *ast.CallExpr:
		if f, ok := n.Fun.(*ast.SelectorExpr); ok && strings.HasPrefix(f.Sel.Name, "Has") {
			return namesIn(n.Args...)
		}
	}
	return nil
}

// namesIn returns the names of calls among the expressions, and among keys.
func namesIn(expressions ...ast.Expr) []string {
	var names []string
	for _, e := range expressions {
		if pair, ok := e.(*ast.KeyValueExpr); ok {
			e = pair.Key
		}
		literal, ok := e.(*ast.BasicLit)
		if !ok || literal.Kind != token.STRING {
			continue
		}
		if name, err := strconv.Unquote(literal.Value); err == nil && syscalls[name].does != 0 {
			names = append(names, name)
		}
	}
	return names
}
