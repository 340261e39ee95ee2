package cmd

import (
	"io"

	"wireladder/capture"
	"wireladder/capture/savefile"
	"wireladder/render"
)

// foretold is what is said about packets by what became of them later: of a run on
// two hosts, whose file says it. The zero value knows nothing.
type foretold struct{ observed []render.Observed }

// next says of the next packet what is known of it.
func (f *foretold) next(s *seen) {
	if len(f.observed) > 0 {
		s.said, s.told = f.observed[0].Explanation, true
		f.observed = f.observed[1:]
	}
}

// readWhole is readAll for a run on two hosts: it reads all of it before the first
// packet is looked at.
func (p *pass) readWhole() error {
	rec, err := savefile.ReadAll(p.reader)
	p.foretold.observed = render.Observe(rec)
	for i := range rec.Entries {
		if err := p.entry(&rec.Entries[i]); err != nil {
			return err
		}
	}
	if err == nil {
		err = io.EOF
	}
	_, err = p.behind(nil, err)
	return err
}

// entry takes an entry that stays as it is.
func (p *pass) entry(e *capture.Entry) error {
	if e.Packet == nil {
		return p.other(e)
	}
	p.current = e.Packet
	return p.packet()
}
