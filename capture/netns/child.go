package netns

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
)

// Child is this program running inside its private network. It must be waited
// for.
type Child struct {
	pipe *os.File      // the recording, as the child writes it
	cmd  *exec.Cmd     // touched by run alone once it has started
	done chan struct{} // closed when the child is reaped
	err  error         // of the child's end; valid once done is closed
}

var _ io.Reader = (*Child)(nil)

// Read reads what the child writes to the pipe that Setup gave it; io.EOF comes
// when the child has closed it or has ended.
func (c *Child) Read(p []byte) (int, error) { return c.pipe.Read(p) }

// PID returns the child's process id.
func (c *Child) PID() int { return c.cmd.Process.Pid }

// Wait waits for the child's end and releases the pipe, so what was not read
// by then is lost, and a child that still writes gets EPIPE. It returns nil for
// exit code 0, else an error that wraps *exec.ExitError. It may be called again.
func (c *Child) Wait() error {
	_ = c.pipe.Close() // only ever read: nothing can be lost, and a second Close is harmless
	<-c.done
	return c.err
}

// launch starts cmd and returns it as a Child; pipe is the parent's end.
func launch(cmd *exec.Cmd, pipe *os.File) (*Child, error) {
	c := &Child{pipe: pipe, cmd: cmd, done: make(chan struct{})}
	started := make(chan error)
	go c.run(started)
	if err := <-started; err != nil {
		return nil, err
	}
	return c, nil
}

// run starts and reaps the child on one thread that it keeps. The kernel sends
// the parent-death signal when the *thread* that forked ends (prctl(2),
// PR_SET_PDEATHSIG), which a thread lent out by the scheduler may do while the
// process lives on.
func (c *Child) run(started chan<- error) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	err := c.cmd.Start()
	started <- err
	if err != nil {
		return
	}
	if err = c.cmd.Wait(); err != nil {
		c.err = fmt.Errorf("the program inside the private network: %w", err)
	}
	close(c.done)
}
