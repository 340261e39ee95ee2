package netns

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"syscall"
)

// The child's first line on the pipe says how Setup went; the recording follows
// it. One stream keeps it simple: there is no way for one half to arrive and the
// other not to.
//
//	ready
//	failed ERRNO STEP
const (
	reportReady  = "ready"
	reportFailed = "failed"
	reportMax    = 256 // octets a line may have: bounds what a broken child can make us read
)

// errNoReport says that the pipe ended before the first line did.
var errNoReport = errors.New("the program ended before its network was ready")

// formatReport returns the line for the outcome of Setup. Of an error it keeps the
// step and the errno: the parent finds the reason, for it can see the
// machine without the child's restrictions.
func formatReport(err error) string {
	if err == nil {
		return reportReady + "\n"
	}
	step, errno := err.Error(), syscall.Errno(0)
	if errors.As(err, &errno) {
		step = strings.TrimSuffix(step, ": "+errno.Error())
	}
	line := fmt.Sprintf("%s %d %s", reportFailed, int(errno), strings.ReplaceAll(step, "\n", " "))
	return line[:min(len(line), reportMax-1)] + "\n"
}

// parseReport is the inverse of formatReport; line has no newline. It returns nil
// for "ready".
func parseReport(line string) error {
	if line == reportReady {
		return nil
	}
	fields := strings.SplitN(line, " ", 3)
	if len(fields) != 3 || fields[0] != reportFailed {
		return fmt.Errorf("unexpected report %q from inside the private network", line)
	}
	number, err := strconv.ParseUint(fields[1], 10, 16)
	switch {
	case err != nil:
		return fmt.Errorf("unexpected errno in report %q from inside the private network", line)
	case number == 0:
		return errors.New(fields[2])
	}
	return os.NewSyscallError(fields[2], syscall.Errno(number))
}

// readReport reads the report line from r and returns what it says. It reads no
// octet further: the next one belongs to the recording.
func readReport(r io.Reader) error {
	var line []byte
	for octet := make([]byte, 1); len(line) < reportMax; line = append(line, octet[0]) {
		if _, err := io.ReadFull(r, octet); errors.Is(err, io.EOF) {
			return errNoReport
		} else if err != nil {
			return fmt.Errorf("read the report from inside the private network: %w", err)
		}
		if octet[0] == '\n' {
			return parseReport(string(line))
		}
	}
	return fmt.Errorf("unexpected report %q from inside the private network", line)
}
