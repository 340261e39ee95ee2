//go:build cgo && unix

package console

// Only what runs before Go's runtime sees that a descriptor is closed: the runtime opens
// /dev/null in its place (runtime.checkfds).

/*
#include <fcntl.h>
#include <unistd.h>

static int wireladder_stdout_was_closed;

__attribute__((constructor)) static void wireladder_look_at_stdout(void) {
	wireladder_stdout_was_closed = fcntl(STDOUT_FILENO, F_GETFD) < 0;
}

static int wireladder_closed_stdout(void) { return wireladder_stdout_was_closed; }
*/
import "C"

// stdoutWasClosed reports whether the program was started with stdout closed.
func stdoutWasClosed() bool { return C.wireladder_closed_stdout() != 0 }
