package rendertest

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/facts"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/render"
)

// ReadDiagram returns the diagram of a file that [Text] wrote.
func ReadDiagram(t testing.TB, path string) *render.Diagram {
	t.Helper()
	stored, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	d, err := ParseDiagram(string(stored))
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return d
}

// ParseDiagram returns the diagram that [Text] wrote.
func ParseDiagram(s string) (*render.Diagram, error) {
	p := &diagramParser{diagram: &render.Diagram{}}
	n := 0
	for line := range strings.Lines(s) {
		n++
		r, err := parseRecord(strings.TrimSuffix(line, "\n"))
		if err == nil && len(r.values) > 0 {
			err = p.record(r)
		}
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
	}
	return p.diagram, nil
}

// diagramParser fills a diagram line by line.
type diagramParser struct {
	diagram *render.Diagram
	start   time.Time // of the ladder in hand
	phase   string    // of the steps in hand
}

// record adds what one line says.
func (p *diagramParser) record(r *record) error {
	d := p.diagram
	switch word := r.next(); word {
	case "title":
		d.Title = r.next()
	case "about":
		d.About = append(d.About, r.next())
	case "untold":
		d.Untold = true
	case "aligned":
		d.Aligned = true
	case "caption":
		d.Captions = append(d.Captions, r.next())
	case "hosts":
		d.Hosts = r.next()
	case "finding":
		d.Findings = append(d.Findings, render.Finding{Rule: r.next(), Brief: r.next(), Full: r.next(), Repair: r.next(), Seen: r.places()})
	case "note":
		d.Notes = append(d.Notes, r.next())
	case "table":
		d.Totals.Title = r.next()
	case "row":
		d.Totals.Rows = append(d.Totals.Rows, r.rest())
	case "ladder":
		p.start, p.phase = time.Time{}, ""
		d.Ladders = append(d.Ladders, render.Ladder{Proto: capture.Protocol(r.enum(protocolNames(), r.next())), Title: r.next(), Subtitle: r.next()})
	default:
		if len(d.Ladders) == 0 {
			return fmt.Errorf("%q stands in no ladder", word)
		}
		p.inLadder(&d.Ladders[len(d.Ladders)-1], word, r)
	}
	return r.end()
}

// inLadder adds what one line says of a ladder.
func (p *diagramParser) inLadder(l *render.Ladder, word string, r *record) {
	switch word {
	case "start":
		p.start = r.time()
	case "first":
		l.First = r.time()
	case "apart":
		l.Apart = true
	case "line":
		r.next() // its index, for people
		l.Lifelines = append(l.Lifelines, lifelineOf(r))
	case "bar":
		l.Bars = append(l.Bars, render.Bar{Lifeline: r.number("line", -1), From: r.number("from", -1), To: r.number("to", -1)})
	case "timer":
		l.Timers = append(l.Timers, render.Timer{From: r.number("from", -1), To: r.number("to", -1)})
	case "phase":
		p.phase = r.next()
	case "step":
		r.next() // its index, for people
		l.Steps = append(l.Steps, p.stepOf(r))
	default:
		if len(l.Steps) == 0 {
			r.fail(fmt.Errorf("%q stands at no step", word))
			return
		}
		said(&l.Steps[len(l.Steps)-1], word, r)
	}
}

func (r *record) time() time.Time {
	t, err := time.Parse(time.RFC3339Nano, r.next())
	if err != nil {
		r.fail(err)
	}
	return t
}

func lifelineOf(r *record) render.Lifeline {
	return render.Lifeline{
		Side: flow.Side(r.enum(sideNames(), r.next())), Role: run.Role(r.enum(roleNames(), r.next())), Process: r.next(),
		FD: r.number("fd", -1), Thread: r.number("thread", 0), Group: facts.GroupKind(r.namedEnum(groupNames(), "group")),
		Local: r.address("local"), Remote: r.address("remote"), Own: r.address("own"), OwnRemote: r.address("own-remote"),
		Sockets: r.number("sockets", 0), Begin: r.number("begin", -1), Taken: r.number("taken", -1), End: r.number("end", -1), Last: r.number("last", -1),
		Gone: r.number("gone", -1), Lingers: r.flag("lingers"), NoSocket: r.flag("no-socket"),
	}
}

func (p *diagramParser) stepOf(r *record) render.Step {
	return render.Step{
		Time: p.time(r), Kind: render.StepKind(r.enum(kindNames(), r.next())), Phase: p.phase,
		Packet: r.number("packet", 0), From: r.number("from", 0), To: r.number("to", 0),
		Lifeline: r.number("line", 0), Born: r.number("born", -1), Closes: r.flag("closes"), Coded: r.flag("coded"),
		Tone: render.Tone(r.namedEnum(toneNames(), "tone")), Transit: render.Transit(r.namedEnum(transitNames(), "transit")),
		Arrivals: r.list("arrivals"), Sent: r.number("sent", 0),
		FromState: r.text("from-state"), FromObserved: r.flag("from-observed"),
		ToState: r.text("to-state"), ToObserved: r.flag("to-observed"), Fault: r.text("fault"), Between: r.flag("between"), Dropped: r.text("dropped"),
		Key: r.flag("key"), Name: r.text("name"), Folds: r.number("folds", 0), Through: r.number("through", 0), BothWays: r.flag("both-ways"),
	}
}

// time returns the time of a step; "-" stands for none.
func (p *diagramParser) time(r *record) time.Time {
	s := r.next()
	if s == "-" {
		return time.Time{}
	}
	d, err := time.ParseDuration(s)
	if err != nil {
		r.fail(err)
	}
	return p.start.Add(d)
}

// said adds what is said of a step.
func said(s *render.Step, word string, r *record) {
	switch word {
	case "labels":
		s.Labels = r.rest()
	case "brief":
		s.Brief = r.next()
	case "full":
		s.Full = r.next()
	default:
		r.fail(fmt.Errorf("nothing is known of %q", word))
	}
}
