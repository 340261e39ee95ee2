package waits

import (
	"time"

	"wireladder/capture/run/findings/accounts"
	"wireladder/capture/run/findings/docket"
)

// GaveUp returns for how long the program of a socket had waited for something to receive when
// its time was over, and it closed; 0 if that is not so.
func GaveUp(d *docket.Docket, s *accounts.Account) time.Duration {
	end := s.Ending()
	if end == nil {
		return 0
	}
	st := newFinder(d).stand(s, end.Enter)
	if st == nil || st.ends != timeout {
		return 0
	}
	return st.until.Sub(st.since)
}
