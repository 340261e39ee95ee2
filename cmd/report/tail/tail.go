package tail

import (
	"fmt"

	"wireladder/capture"
	"wireladder/capture/run"
	"wireladder/capture/run/builder"
	"wireladder/cmd/report/rows"
	"wireladder/render"
	"wireladder/render/quantity"
	"wireladder/render/titles"
	"wireladder/render/walk"
)

// Tail understands packets while they come, and keeps the newest of them. It is for one goroutine at a time.
// Make one with New.
type Tail struct {
	origin   capture.Origin
	most     int // packets that are kept
	builder  *builder.Builder
	octets   int    // of the packets that are kept
	why      string // those before are not
	missed   int    // packets that came behind these, and are not here
	told     map[string]bool
	findings []render.Finding // that were in a picture
}

// How much is kept: packets, as a rule, and octets of them; and of how many conversations something is known, some 2 kB each.
const (
	MostPackets       = 1000
	mostOctets        = 16 << 20
	mostConversations = 10_000
	mostTold          = 1 << 10 // findings that are remembered, so that each is told once
)

// Why packets are not kept.
const (
	tooMany       = "the newest %s are kept here"
	tooFast       = "more came than could be drawn"
	tooManyOthers = "there were more conversations than are remembered"
)

// New returns a tail of a capture of that origin, of which nothing has come, that keeps so many packets at most.
func New(origin capture.Origin, most int) *Tail {
	t := &Tail{origin: origin, most: most, told: map[string]bool{}}
	t.begin("")
	return t
}

// begin knows nothing of what has come, and why.
func (t *Tail) begin(why string) {
	t.builder, t.octets, t.why, t.missed = builder.New(builder.Options{Sockets: true}), 0, why, 0
}

// Add takes the next packet, decoded and numbered, which is not changed any more. It returns what the packet
// means, whose sockets may be given names.
func (t *Tail) Add(p *capture.Packet) *run.Moment {
	switch {
	case t.missed > 0:
		t.begin(tooFast)
	case len(t.builder.Tracker().Conversations()) >= mostConversations:
		t.begin(tooManyOthers)
	}
	t.builder.Add(capture.Entry{Packet: p})
	t.octets += len(p.Data)
	all := t.builder.Moments()
	for kept := len(all) - 1; kept >= t.most || kept > 0 && t.octets > mostOctets; kept-- {
		for _, m := range t.builder.Take(kept) {
			t.octets -= len(m.Entry.Packet.Data)
			t.why = fmt.Sprintf(tooMany, quantity.Count(t.most, "packet"))
		}
	}
	return all[len(all)-1]
}

// Missed says that so many packets are not given to it: what it knows is not true any more when the next one comes.
func (t *Tail) Missed(packets int) { t.missed += packets }

// Picture returns what is kept as a diagram, which is the caller's, and what its steps are of. Of what went wrong it
// tells what nothing that may still come takes back, or where nothing comes any more, all.
func (t *Tail) Picture(ended bool) (*render.Diagram, *walk.Originals) {
	from := titles.Provenance{Command: t.origin.Command, System: t.origin.OS}
	sketch, originals := render.NewSketch(render.Subject{From: from, Notes: t.notes()}, render.Full), &walk.Originals{}
	for _, m := range t.builder.Moments() {
		sketch.Add(m)
		originals.Add(apart(m))
	}
	d := sketch.Diagram(false, capture.Drops{})
	all := d.Findings
	d.Findings = nil
	for _, f := range all {
		if ended || rows.IsSoon(f.Rule) {
			d.Findings = append(d.Findings, f)
			t.tell(f)
		}
	}
	return &d, originals
}

// apart returns a copy of a moment that what comes later does not amend.
func apart(m *run.Moment) *run.Moment {
	own := *m
	if m.Conversation != nil {
		c := *m.Conversation
		own.Conversation = &c
	}
	return &own
}

// notes says what is not here.
func (t *Tail) notes() (all []string) {
	kept := t.builder.Moments()
	if t.why != "" && len(kept) > 0 {
		all = append(all, fmt.Sprintf("Packets before number %d are not here: %s.", kept[0].Packet.Number, t.why))
	}
	if t.missed > 0 {
		all = append(all, fmt.Sprintf("Behind these came %s that are not here: %s.", quantity.Count(t.missed, "packet"), tooFast))
	}
	return all
}

// tell remembers a finding.
func (t *Tail) tell(f render.Finding) {
	key := f.Rule + " " + f.Brief
	if t.told[key] || len(t.told) >= mostTold {
		return
	}
	t.told[key] = true
	t.findings = append(t.findings, f)
}

// Findings returns what went wrong, as far as it was seen in a Picture: each once, in the order in which it was.
func (t *Tail) Findings() []render.Finding { return t.findings }
