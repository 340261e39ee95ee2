package rules_test

import (
	"testing"
	"time"

	"wireladder/capture"
)

// raised is what Python prints of an exception, in a function so deep.
func raised(name string, deep int) string {
	text := "Traceback (most recent call last):\n"
	for range deep {
		text += "  File \"server.py\", line 7, in serve\n    serve(conn)\n    ^^^^^^^^^^^\n"
	}
	return text + name + "\n"
}

// What a status tells, and what a program prints before it ends.
func TestCrashes(t *testing.T) {
	const keyError = "KeyError: 'bob'"
	ends := func(status int, prints ...string) func(play) {
		return func(p play) {
			for _, text := range prints {
				p.prints("server", text)
			}
			p.exits("server", status, "")
		}
	}
	crashed := []string{`crashed, of server, got 1, "KeyError: 'bob'"`}
	try(t, []row{
		{"a result", ends(3), nil},
		{"a result, said", ends(1, "giving up\n"), nil},
		{"an exception that was handled, and a result", ends(1, raised(keyError, 1), "giving up\n"), nil},
		{"an exception, line by line", ends(1, "Traceback (most recent call last):\n", "  File \"server.py\", line 7\n", keyError+"\n"), crashed},
		{"an exception far down", ends(1, raised(keyError, 90)), crashed},
		{"an exception while another one is handled", ends(1, raised("ValueError: 7", 1)+"\nDuring handling of the above exception, another exception occurred:\n\n"+raised(keyError, 2)), crashed},
		{"an exception because of another one", ends(1, raised("ValueError: 7", 1)+"\nThe above exception was the direct cause of the following exception:\n\n"+raised(keyError, 2)), crashed},
		{"a group of exceptions", ends(1, "  + Exception Group Traceback (most recent call last):\n  |   File \"server.py\", line 7\n  | ExceptionGroup: unhandled errors in a TaskGroup (1 sub-exception)\n  +-+---------------- 1 ----------------\n    | Traceback (most recent call last):\n    |   File \"server.py\", line 3\n    | KeyError: 'bob'\n    +------------------------------------\n"), []string{`crashed, of server, got 1, "KeyError: 'bob'", from server.py:3`}},
		{"an exception, of which the end is missing", ends(1, "Traceback (most recent call last):\n"), nil},
		{"an exception with the line ends of Windows", ends(1, "Traceback (most recent call last):\r\n  File \"server.py\", line 7\r\n"+keyError+"\r\n"), crashed},
		{"two exceptions, one of which was shown before", ends(1, raised("ValueError: 7", 1), raised(keyError, 1)), crashed},
		{"^C in a handler", ends(1, raised("KeyboardInterrupt", 1)), nil},
		{"of Go", ends(2, "panic: runtime error: index out of range\n\ngoroutine 1 [running]:\nmain.main()\n"), []string{`crashed, of server, got 2, "panic: runtime error: index out of range"`}},
		{"of Java", ends(1, "Exception in thread \"main\" java.net.ConnectException: Connection refused\n\tat Client.main(Client.java:7)\n"), []string{`crashed, of server, got 1, "Exception in thread \"main\" java.net.ConnectException: Connection refused"`}},
		{"of Node.js", ends(1, "node:events:497\n      throw er;\n\nError: listen EADDRINUSE\n    at Server.listen\n\nNode.js v20.1.0\n"), []string{`crashed, of server, got 1, "Error: listen EADDRINUSE"`}},
		{"of Rust", ends(101, "thread 'main' panicked at src/main.rs:7:5:\nindex out of bounds\n"), []string{`crashed, of server, got 101, "panicked at src/main.rs:7:5:"`}},
		{"of Node.js, without an error", ends(1, "giving up\n\nNode.js v20.1.0\n"), nil},
		{"by receiving where another program listens", func(p play) {
			p.does(p.listener("other", serverAt), "recv", fails("ENOTCONN"))
			ends(1, raised(keyError, 1))(p)
		}, crashed},
		{"by looking for who connects", func(p play) {
			p.does(p.listener("server", serverAt), "recv", fails("EAGAIN"))
			ends(1, raised(keyError, 1))(p)
		}, crashed},
		{"a child that is killed", func(p play) { p.exits("server", -1, "SIGKILL"); p.exits("server", 0, "") }, nil},
		{"a child that fails, and then ^C", func(p play) {
			p.exits("server", -1, "SIGSEGV")
			p.signals("server", "SIGINT")
			p.exits("server", -1, "SIGABRT")
		}, []string{"crashed, of server, SIGSEGV"}},
		{"a child that fails", func(p play) { p.exits("server", -1, "SIGSEGV"); p.exits("server", 0, "") }, []string{"crashed, of server, SIGSEGV"}},
	})
}

// Exceptions that end a part of a program, and not all of it.
func TestOutlived(t *testing.T) {
	prints := func(before, exception string) func(play) {
		return func(p play) {
			p.prints("server", before+raised(exception, 2))
			p.signals("server", "SIGINT")
			p.prints("server", raised("KeyboardInterrupt", 2))
			p.exits("server", -1, "SIGINT")
		}
	}
	goesOn := []string{`crashed, of server, "KeyError: 'bob'", goes on`}
	try(t, []row{
		{"a thread", prints("Exception in thread Thread-1 (h):\n", "KeyError: 'bob'"), goesOn},
		{"a handler", prints("----------------------------------------\nException occurred during processing of request from ('127.0.0.1', 40001)\n", "KeyError: 'bob'"), goesOn},
		{"a task", prints("Task exception was never retrieved\nfuture: <Task finished>\n", "KeyError: 'bob'"), goesOn},
		{"a callback", prints("Unhandled exception in client_connected_cb\ntransport: <_SelectorSocketTransport>\n", "KeyError: 'bob'"), goesOn},
		{"one that was handled", prints("this is no problem:\n", "KeyError: 'bob'"), nil},
		{"a task that was told to end", prints("Task exception was never retrieved\nfuture: <Task finished>\n", "asyncio.exceptions.CancelledError"), nil},
		{"a thread, by what is not ASCII", prints("Exception in thread Thread-1 (h):\n", "UnicodeEncodeError: 'ascii'"),
			[]string{`not-ascii, of server, "UnicodeEncodeError: 'ascii'"`, `crashed, of server, "UnicodeEncodeError: 'ascii'", goes on`}},
		{"behind the kill of another", func(p play) {
			p.killed("client")
			p.prints("server", "Exception in thread Thread-1 (h):\n"+raised("KeyError: 'bob'", 1))
		}, nil},
		{"at ^C", func(p play) {
			p.signals("server", "SIGINT")
			p.prints("server", "Exception in thread Thread-1 (h):\n"+raised("KeyError: 'bob'", 1))
			p.exits("server", 1, "")
		}, nil},
	})
}

// A text that ends in the middle of a character: it was cut, or it is another encoding.
func TestHalfACharacter(t *testing.T) {
	const exception = "UnicodeDecodeError: 'utf-8' codec can't decode byte 0xc3 in position 3: unexpected end of data"
	crashes := func(sent, taken string) func(play) {
		return between(func(t *talk) {
			t.says(client, sent)
			t.takes(server, taken)
			t.prints("server", raised(exception, 1))
			t.exits("server", 1, "")
		})
	}
	crashed := `crashed, of server, got 1, "` + exception + `"`
	try(t, []row{
		{"cut by the program, and as long as the text has characters", crashes("4\naößb", "4\naößb"),
			[]string{`not-ascii, server 5, by client 4, of server, got 2, all 4, "` + exception + `"`, crashed}},
		{"cut by the program, somewhere", crashes("größer", "größer"), []string{`not-ascii, server 5, by client 4, of server, "` + exception + `"`, crashed}},
		{"cut", crashes("grüß", "gr\xc3"), []string{`boundaries, server 5, by client 4, of server, "` + exception + `"`, crashed}},
		{"of another encoding", crashes("gr\xc3", "gr\xc3"), []string{`not-ascii, of server, "` + exception + `"`, crashed}},
		{"of a file", func(p play) {
			p.prints("server", raised(exception, 1))
			p.exits("server", 1, "")
		}, []string{`not-ascii, of server, "` + exception + `"`, crashed}},
		{"of the second client", func(p play) {
			l := p.listener("server", serverAt)
			t, u := p.connects(l, 0), p.connects(l, 1)
			u.says(client, "grüß")
			t.exchanges()
			u.takes(server, "gr\xc3")
			p.prints("server", raised(exception, 1))
			p.exits("server", 1, "")
		}, []string{`boundaries, server 6, by client 2 4, of server, "` + exception + `"`, crashed}},
		{"of a datagram that was cut", func(p play) {
			s, c := p.mailboxes()
			p.posts(c, serverAt, "grüß")
			p.does(s, "recvfrom", moves("gr\xc3", 3), from(c.local))
			p.prints("server", raised(exception, 1))
			p.exits("server", 1, "")
		}, []string{"datagram-cut, server 3, got 3, all 6", crashed}},
	})
}

// closesAndDies has a server close with something unread, and end by an exception after a while.
func closesAndDies(d time.Duration) func(play) {
	return between(func(t *talk) {
		t.says(client, "hello\n")
		t.does(t.ends[server], "close")
		t.segment(server, capture.RST|capture.ACK, "")
		t.Wait(d)
		t.prints("server", raised("KeyError: 'bob'", 1))
		t.exits("server", 1, "")
	})
}

// What comes first.
func TestOrder(t *testing.T) {
	dies := func(p play) { p.prints("server", raised("KeyError: 'bob'", 1)); p.exits("server", 1, "") }
	crash := `crashed, of server, got 1, "KeyError: 'bob'"`
	try(t, []row{
		{"the server ends, and then nobody is there", func(p play) {
			dies(p)
			p.tries("client", 4, "127.0.0.1:80", true)
		}, []string{crash, "refused, client 4, at 127.0.0.1:80"}},
		{"an error that may come from others ends the server, and then nobody is there", func(p play) {
			p.does(p.listener("server", serverAt), "close")
			p.prints("server", raised("TimeoutError: timed out", 1))
			p.exits("server", 1, "")
			p.tries("client", 4, "127.0.0.1:80", true)
		}, []string{`crashed, of server, got 1, "TimeoutError: timed out"`, "refused, client 4, by server 3, at 127.0.0.1:80, near 11"}},
		{"the server closes, and ends by an error much later", func(p play) {
			p.does(p.listener("server", serverAt), "close")
			p.Wait(time.Second)
			p.prints("server", raised("TimeoutError: timed out", 1))
			p.exits("server", 1, "")
			p.tries("client", 4, "127.0.0.1:80", true)
		}, []string{"refused, client 4, by server 3, at 127.0.0.1:80, near 7", `crashed, of server, got 1, "TimeoutError: timed out"`}},
		{"one ends by what another one's end has done", func(p play) {
			p.prints("client", raised("ConnectionResetError: 104", 1))
			p.exits("client", 1, "")
			dies(p)
		}, []string{crash, `crashed, of client, got 1, "ConnectionResetError: 104"`}},
		{"the server ends by what a client has done, and then nobody is there", func(p play) {
			p.prints("server", raised("ConnectionResetError: 104", 1))
			p.exits("server", 1, "")
			p.tries("client", 4, "127.0.0.1:80", true)
		}, []string{"refused, client 4, at 127.0.0.1:80", `crashed, of server, got 1, "ConnectionResetError: 104"`}},
		{"nobody is there, and then another one ends", func(p play) {
			p.tries("client", 4, "127.0.0.1:80", true)
			dies(p)
		}, []string{"refused, client 4, at 127.0.0.1:80", crash}},
		{"the server ends, and closes with something unread", between(func(t *talk) {
			t.says(client, "hello\n")
			t.prints("server", raised("KeyError: 'bob'", 1))
			t.does(t.ends[server], "exit", gives(1))
			t.segment(server, capture.RST|capture.ACK, "")
		}), []string{crash}},
		{"the server closes with something unread, and ends", closesAndDies(199 * time.Millisecond), []string{crash}},
		{"the server closes with something unread, and ends later", closesAndDies(200 * time.Millisecond), []string{"unread-reset, server 5, by client 4, got 6", crash}},
		{"an address is in use, and the server ends by that", func(p play) {
			p.listener("first", serverAt)
			p.does(socket{who: "server", fd: 9, proto: capture.TCP}, "bind", args(serverAt.String()), fails("EADDRINUSE"))
			dies(p)
		}, []string{"address-in-use, server 9, by first 3, at 127.0.0.1:80", crash}},
	})
}
