package record

import (
	"context"
	"io"

	"wireladder/capture"
	"wireladder/capture/netns"
)

// Telling is Inside for a run that tells more than its recording: what this program writes to
// its stdout there goes to told.
func Telling(ctx context.Context, stderr, told io.Writer, args []string, emit func(capture.Entry) error) (capture.Drops, error) {
	said := &crashFilter{w: stderr}
	drops, err := inside(ctx, netns.Options{Stderr: said, Stdout: told, Args: args}, nil, emit)
	said.flush()
	return drops, said.explain(err)
}
