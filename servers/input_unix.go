//go:build linux || darwin

package servers

import (
	"context"
	"errors"
	"time"

	"golang.org/x/sys/unix"
)

// AwaitInput waits until recv would return something: data, the end or an error. It
// reports false where that does not come within limit (0: for ever; negative: not
// now), and ctx's cause when that is done first. It receives nothing and is no call of
// the program: nobody is told of it. So a program that waits for its user, or has got
// what it asked for, can look up.
func (s *Socket) AwaitInput(ctx context.Context, limit time.Duration) (bool, error) {
	w, err := newWaker(ctx)
	if err != nil {
		return false, err
	}
	defer w.close()
	deadline := deadlineIn(limit)
	if limit < 0 {
		deadline = time.Now()
	}
	watcher := &Program{opts: s.program.opts, life: w, signal: sleeper(), open: s.program.open}
	err = watcher.ready(s.fd, unix.POLLIN, deadline)
	if errors.Is(err, errTimeOver) {
		return false, nil
	}
	return err == nil, err
}
