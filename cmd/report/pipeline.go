package report

import (
	"wireladder/capture"
	"wireladder/capture/run"
	"wireladder/cmd/report/output"
	"wireladder/cmd/report/selection"
	"wireladder/cmd/report/sink"
	"wireladder/cmd/report/understand"
)

// maxHeld is how many entries that are no packets are kept until the first packet is picked.
const maxHeld = 4096

// pipeline is what entries go through behind their source. Nothing is kept of them but
// what the stages keep, and nothing is allocated for a packet.
type pipeline struct {
	understand *understand.Interpreter // stage 2
	pick       *selection.Picker       // stage 3
	outs       *output.Outputs         // stage 4
	overview   *sink.Overview          // of what is picked

	whole      bool             // everything is picked
	subject    sink.Subject     // what sinks show
	link       capture.LinkType // of the first packet, as far as it is known
	options    *Options
	unfinished bool // more will be known when all has come: pictures wait for it
	goesOn     bool // it happens just now

	open func() (*output.Outputs, error) // opens the outputs; nil: they are open
	held []*run.Moment                   // those without packets that came before that

	aside *background // shows packets at the same time; nil: none
}

func newPipeline(origin capture.Origin, o *Options, selected *selection.Selection, keep int) *pipeline {
	p := &pipeline{
		understand: understand.New(origin, keep), pick: selection.NewPicker(selected), outs: &output.Outputs{},
		whole: selected.IsWhole(), overview: sink.NewOverview(selected.IsWhole()), link: capture.LinkEthernet, options: o,
	}
	p.subject = sink.Subject{
		Origin: origin, Detail: o.Picture.Detail, Focus: o.Picture.Focus, Lanes: o.Picture.Lanes, Times: o.Picture.Times, Untitled: o.Picture.Untitled,
		Overview: p.overview, Run: p.understand.Run, Title: o.Titles.of(origin), Conversations: p.understand.Tracker().Conversations,
	}
	return p
}

// content says what comes to the outputs.
func (p *pipeline) content() *output.Incoming {
	return &output.Incoming{
		Subject: &p.subject, Link: p.link, PacketsOnly: p.options.PacketsOnly, Unfinished: p.unfinished, GoesOn: p.goesOn,
	}
}

// settle takes what is settled through the stages behind.
func (p *pipeline) settle() error {
	settled := p.understand.Take()
	for _, m := range settled {
		if err := p.take(m); err != nil {
			return err
		}
	}
	if p.aside != nil {
		return p.aside.done(settled)
	}
	p.understand.Release(settled)
	return nil
}

// end takes all that is left through the stages behind.
func (p *pipeline) end() error {
	p.understand.End()
	return p.finish()
}

// idle shows all that has come: nothing more may come for a while.
func (p *pipeline) idle() error {
	p.understand.Pause()
	if err := p.finish(); err != nil {
		return err
	}
	return p.outs.Flush()
}

// finish takes what is settled through all stages.
func (p *pipeline) finish() error {
	if err := p.settle(); err != nil {
		return err
	}
	return p.catchUp()
}

// catchUp returns when the outputs have all that they were given.
func (p *pipeline) catchUp() error {
	if p.aside == nil {
		return nil
	}
	return p.aside.wait()
}

// take picks a settled entry, counts it and hands it to the sinks.
func (p *pipeline) take(m *run.Moment) error {
	if m.Entry != (capture.Entry{}) {
		p.pick.Begin(&m.Entry)
	}
	if m.Entry.Packet == nil {
		return p.takeOther(m)
	}
	p.overview.All++
	ok, err := p.picks(m)
	if !ok {
		return err
	}
	p.overview.Add(m)
	if p.open == nil {
		return p.show(m)
	}
	p.link = m.Entry.Packet.Link
	if err := p.begin(); err != nil {
		return err
	}
	if err := p.outs.Moment(m); err != nil {
		return err
	}
	return p.outs.Flush() // the first row comes at once
}

// show hands the moment of a packet to the sinks: aside if nothing that may still come
// could change it, nor what it points to.
func (p *pipeline) show(m *run.Moment) error {
	switch {
	case p.aside == nil:
	case !p.outs.Active():
		return nil
	case p.understand.OnlyPackets():
		return p.aside.show(m)
	}
	return p.showNow(m)
}

// showNow hands a moment to the sinks, behind those before it.
func (p *pipeline) showNow(m *run.Moment) error {
	if err := p.catchUp(); err != nil {
		return err
	}
	return p.outs.Moment(m)
}

// picks reports whether the entry is picked.
func (p *pipeline) picks(m *run.Moment) (bool, error) {
	if p.whole {
		return true, nil
	}
	e := evidence(m)
	return p.pick.Picks(&e, &m.Observation)
}

// evidence returns the entry by which a moment is picked: its own, or what it is derived
// from.
func evidence(m *run.Moment) capture.Entry {
	switch {
	case m.Entry != (capture.Entry{}):
		return m.Entry
	case m.Call != nil:
		return capture.Entry{Call: m.Call}
	}
	return capture.Entry{Snapshot: &capture.Snapshot{Time: m.Time}}
}

// takeOther is take for an entry that is no packet.
func (p *pipeline) takeOther(m *run.Moment) error {
	if p.open != nil {
		if p.hold(m) {
			return nil
		}
		if err := p.begin(); err != nil {
			return err
		}
	}
	return p.deliver(m)
}

// hold keeps a copy of an entry until the outputs are open, and reports whether it does: where it can, or must.
func (p *pipeline) hold(m *run.Moment) bool {
	own := *m // a moment that was taken may become another one
	switch {
	case len(p.held) < maxHeld:
		p.held = append(p.held, &own)
	case p.pick.Undecided():
		copy(p.held, p.held[1:])
		p.held[maxHeld-1] = &own
	default:
		return false
	}
	return true
}

// deliver hands an entry that is no packet to the sinks, if it is picked.
func (p *pipeline) deliver(m *run.Moment) error {
	ok, err := p.picks(m)
	if !ok {
		return err
	}
	p.overview.Add(m)
	return p.showNow(m)
}

// begin opens the outputs, when the first packet that is picked tells how frames
// begin, and shows what was held back until then.
func (p *pipeline) begin() error {
	if p.open == nil {
		return nil
	}
	outs, err := p.open()
	p.open = nil
	if err != nil {
		return err
	}
	p.outs = outs
	if err := outs.Begin(p.content()); err != nil {
		return err
	}
	for i := range p.held {
		if err := p.deliver(p.held[i]); err != nil {
			return err
		}
	}
	p.held = nil
	return nil
}
