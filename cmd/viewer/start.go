package viewer

import (
	"errors"
	"fmt"
	"io/fs"
	"os/exec"
	"path/filepath"
	"time"

	"wireladder/cmd/console"
)

// patience is how long it is waited for a program that hands the file on to another, and ends, or
// that can't. A browser goes on, and is left alone.
const patience = time.Second

// open has the first program show a file that can, and does not wait for its end beyond patience. The
// errors tell of all that could not.
func open(programs []opener, file string, patience time.Duration) error {
	absolute, err := filepath.Abs(file) // which no program takes for an option, or an address
	if err != nil {
		return err
	}
	var failed []error
	for _, p := range programs {
		if err = start(p.on(absolute), patience); err == nil {
			return nil
		}
		failed = append(failed, fmt.Errorf("%s: %w", console.Printable(p[0]), err))
	}
	return errors.Join(failed...)
}

// start starts a program that outlives this one, without the terminal. The error is that there is no
// such program, or that it has failed before patience was over.
func start(p opener, patience time.Duration) error {
	cmd := exec.Command(p[0], p[1:]...) //nolint:gosec // it is the user's own, and no shell's
	cmd.SysProcAttr = apart()
	if err := cmd.Start(); err != nil {
		return bare(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	select {
	case err := <-ended:
		return err
	case <-time.After(patience):
		return nil
	}
}

// bare returns why a program can't be started, without its name.
func bare(err error) error {
	var (
		missing *exec.Error
		at      *fs.PathError
	)
	switch {
	case errors.As(err, &missing):
		return missing.Err
	case errors.As(err, &at):
		return at.Err
	}
	return err
}
