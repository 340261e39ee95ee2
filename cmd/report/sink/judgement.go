package sink

import (
	"io"
	"strings"

	"wireladder/capture"
	"wireladder/capture/run"
	"wireladder/render"
	"wireladder/render/jsonl"
	"wireladder/render/judge"
	"wireladder/render/text"
)

// MostJudged returns how large a file of that origin may be, in octets, in which is looked for
// what went wrong also where no picture is drawn: larger ones are measured, and are not what
// two programs did. One of ours holds their calls, which may be many.
func MostJudged(o capture.Origin) int64 {
	if strings.HasPrefix(o.Application, "wireladder") {
		return 64 << 20
	}
	return 4 << 20
}

// judgement finds out what went wrong in what a sink is given, unless it is too much for that.
type judgement struct {
	judge *judge.Judge // nil: nothing is looked for
	step  int          // lines that were written
	steps map[any]int  // of what may show a finding: its line
}

// newJudgement returns a judgement of nothing, if judged is set; else one that says nothing.
func newJudgement(judged bool) *judgement {
	if !judged {
		return &judgement{}
	}
	return &judgement{judge: judge.New(), steps: map[any]int{}}
}

// add takes a moment.
func (j *judgement) add(m *run.Moment) {
	if j.judge != nil {
		j.judge.Add(m)
	}
}

// wrote notes that an entry has the next line.
func (j *judgement) wrote(e *capture.Entry) {
	if j.judge != nil {
		j.step++
		j.steps[identity(e)] = j.step
	}
}

// identity returns what an entry is known by.
func identity(e *capture.Entry) any {
	switch {
	case e.Packet != nil:
		return e.Packet.Number
	case e.Call != nil:
		return e.Call
	}
	return e.Counters
}

// close returns what went wrong.
func (j *judgement) close() []judge.Judged {
	if j.judge == nil {
		return nil
	}
	return j.judge.Close()
}

// lines writes a line for each thing that went wrong, with so much of an explanation.
func (j *judgement) lines(w *jsonl.Writer, detail render.Detail) error {
	for _, f := range j.close() {
		line := jsonl.Diagnosis{Rule: f.Rule, Words: f.Brief, Repair: f.Repair, May: f.May, Packets: []int{}}
		if detail != render.None {
			line.Explain = f.Full
		}
		if j.step > 0 {
			line.Steps = []int{}
		}
		for i := range f.Seen {
			if step := j.steps[identity(&f.Seen[i])]; step > 0 {
				line.Steps = append(line.Steps, step)
			}
			if p := f.Seen[i].Packet; p != nil {
				line.Packets = append(line.Packets, p.Number)
			}
		}
		if err := w.Diagnosis(&line); err != nil {
			return err
		}
	}
	return nil
}

// paint writes what went wrong as it stands above a picture.
func (j *judgement) paint(w io.Writer, p *Subject, style text.Style) error {
	d := &render.Diagram{}
	for _, f := range j.close() {
		d.Findings = append(d.Findings, render.Finding{Rule: f.Rule, Brief: f.Brief, Full: f.Full, Repair: f.Repair})
	}
	if len(d.Findings) == 0 {
		return nil
	}
	painter := text.Painter{Width: style.Width, Detail: p.Detail, ASCII: style.ASCII, Color: style.Color}
	return painter.Paint(w, d)
}
