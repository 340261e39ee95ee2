package cmd

import (
	"wireladder/capture"
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

// maxForetold is how many entries are read before the first of them is looked at: more
// than any run has of which somebody wants to see each packet.
const maxForetold = 50_000

// readWhole is readAll for a run on two hosts: it reads all of it before the first
// packet is looked at. Of a larger one it foretells the beginning.
func (p *pass) readWhole() error {
	rec, fault := p.beginning()
	p.foretold.observed = render.Observe(rec)
	for i := range rec.Entries {
		if err := p.entry(&rec.Entries[i]); err != nil {
			return err
		}
	}
	if fault == nil {
		return p.readAll()
	}
	_, err := p.behind(nil, fault)
	return err
}

// beginning reads up to maxForetold entries, and returns the error that ends them
// if there are no more.
func (p *pass) beginning() (*capture.Recording, error) {
	rec := &capture.Recording{Origin: p.reader.Origin()}
	for len(rec.Entries) < maxForetold {
		e, err := p.reader.Next()
		if err != nil {
			return rec, err
		}
		rec.Entries = append(rec.Entries, e)
	}
	return rec, nil
}

// entry takes an entry that stays as it is.
func (p *pass) entry(e *capture.Entry) error {
	if e.Packet == nil {
		return p.other(e)
	}
	p.current = e.Packet
	return p.packet()
}
