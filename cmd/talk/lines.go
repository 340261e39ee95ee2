package talk

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
)

// inputLine is a line that was read, without its newline, or why there is none.
type inputLine struct {
	text []byte
	err  error
}

// readLines reads lines until the end of r, or until one is longer than limit
// octets. The channel is closed at the end. What it waits for in r outlives ctx:
// nothing ends the reading of a terminal.
func readLines(ctx context.Context, r io.Reader, limit int) <-chan inputLine {
	lines := make(chan inputLine)
	go func() {
		defer close(lines)
		scanner := bufio.NewScanner(r)
		scanner.Buffer(nil, limit+2) // and a newline, as the scanner counts
		for scanner.Scan() {
			if !hand(ctx, lines, inputLine{text: append([]byte{}, scanner.Bytes()...)}) {
				return
			}
		}
		if err := scanner.Err(); err != nil {
			hand(ctx, lines, inputLine{err: unreadable(err, limit)})
		}
	}()
	return lines
}

// hand hands over a line, unless ctx is done first.
func hand(ctx context.Context, lines chan<- inputLine, line inputLine) bool {
	select {
	case lines <- line:
		return true
	case <-ctx.Done():
		return false
	}
}

func unreadable(err error, limit int) error {
	if errors.Is(err, bufio.ErrTooLong) {
		return fmt.Errorf("a line is longer than %d bytes", limit)
	}
	return fmt.Errorf("reading lines: %w", err)
}
