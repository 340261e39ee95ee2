package report

import (
	"context"
	"time"

	"wireladder/cmd/report/source"
)

// patience is for how long a picture is painted of what was read before the user ended the
// reading: enough for what fits on a hundred screens.
const patience = 50 * time.Millisecond

// goOn returns what tells whether to go on with painting that begins now: until the context
// ends, or where it has ended already, for so long. The error is source.ErrInterrupted.
func goOn(ctx context.Context, long time.Duration) func() error {
	if ctx.Err() == nil {
		long = 0
	}
	end := time.Now().Add(long)
	return func() error {
		if ctx.Err() != nil && (long == 0 || time.Now().After(end)) {
			return source.ErrInterrupted
		}
		return nil
	}
}
