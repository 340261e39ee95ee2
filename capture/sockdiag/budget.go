package sockdiag

import "time"

// budget bounds how much of the processors samples take while data goes on as before: a lecture's
// changes come soon, those of a long transfer are all alike. Make one with newBudget.
type budget struct {
	left  time.Duration // what samples may take now
	since time.Time     // when that was so
}

// What a budget allows.
const (
	savings = 15 * time.Millisecond   // at most at once
	share   = 128                     // which part of the time, in the long run
	bonus   = 1500 * time.Microsecond // for each news: what comes of it is seen, too
	longest = time.Millisecond        // what a sample counts for at most: others may have had the processors
)

func newBudget(now time.Time) budget { return budget{left: savings, since: now} }

// allow takes notice of news.
func (b *budget) allow() { b.left = min(savings, b.left+bonus) }

// spend takes notice of how long a sample took.
func (b *budget) spend(took time.Duration) { b.left -= min(took, longest) }

// wait returns how long to wait before a sample.
func (b *budget) wait(now time.Time) time.Duration {
	b.left = min(savings, b.left+now.Sub(b.since)/share)
	b.since = now
	return max(0, -b.left*share)
}
