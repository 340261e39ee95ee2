package source

import (
	"context"
	"time"
)

// Patience is for how long a picture is painted of what was read before the user ended the
// reading: enough for what fits on a hundred screens.
const Patience = 60 * time.Millisecond

// GoOn returns what tells whether to go on with painting that begins now: until the context
// ends, or where it has ended already, for so long. The error is ErrInterrupted.
func GoOn(ctx context.Context, long time.Duration) func() error {
	if ctx.Err() == nil {
		long = 0
	}
	end := time.Now().Add(long)
	return func() error {
		if ctx.Err() != nil && (long == 0 || time.Now().After(end)) {
			return ErrInterrupted
		}
		return nil
	}
}
