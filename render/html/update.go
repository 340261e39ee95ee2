package html

import (
	"bytes"
	"encoding/json"

	"wireladder/render"
	"wireladder/render/figure"
)

// Update is a diagram of what goes on, as a page asks for it that is served: room.js has it take the place of the
// one before. The numbers of its steps are the same in each picture that has them.
type Update struct {
	Text        []byte // JSON
	First, Last int    // the numbers of its first and last step; -1: it has none
}

// pageUpdate is an Update as JSON, but for its number, which the page is told with it.
type pageUpdate struct {
	Data     json.RawMessage `json:"data"`
	Pictures []pageLayout    `json:"pictures"`
}

// pageLayout is a layout of it.
type pageLayout struct {
	Heads string   `json:"heads"`
	Parts []string `json:"parts"`
}

// Update paints d as an Update, whatever Served is.
func (p *Painter) Update(d *render.Diagram) (*Update, error) {
	told := tell(d, p.Frames)
	told.number()
	all := pageUpdate{}
	for _, width := range []float64{p.Width, narrowWidth} {
		f, err := p.view(told, d, width)
		if err != nil {
			return nil, err
		}
		layout, err := layoutOf(f)
		if err != nil {
			return nil, err
		}
		all.Pictures = append(all.Pictures, layout)
	}
	var data bytes.Buffer
	if err := told.write(&data); err != nil {
		return nil, err
	}
	all.Data = data.Bytes()
	text, err := json.Marshal(all)
	if err != nil {
		return nil, err
	}
	made := &Update{Text: text, First: -1, Last: -1}
	if n := len(told.numbers); n > 0 {
		made.First, made.Last = told.numbers[0], told.numbers[n-1]
	}
	return made, nil
}

// layoutOf returns a figure as what a page shows of it.
func layoutOf(f *figure.Figure) (pageLayout, error) {
	var b bytes.Buffer
	l := pageLayout{Parts: []string{}}
	err := eachPart(f, &b, func(write func() error) error {
		b.Reset()
		err := write()
		l.Parts = append(l.Parts, b.String())
		return err
	})
	if err != nil {
		return l, err
	}
	b.Reset()
	err = heads(f)(&b)
	l.Heads = b.String()
	return l, err
}

// StepsOf is how many numbers a packet has: for its own step, and for those behind it that are of none, as pauses are.
const StepsOf = 16

// number numbers the steps by the packets that they are of, which keep their numbers when others are let go.
func (w *pageMaker) number() {
	w.numbers = make([]int, len(w.order))
	last := 0
	for i, id := range w.order {
		if of := w.step(id).Packet * StepsOf; of > last {
			last = of
		} else if i > 0 && last%StepsOf < StepsOf-1 {
			last++
		}
		w.numbers[i] = last
	}
}

// FirstStep returns the number of the first step of a diagram; 0: it has none, or that is of no packet.
func FirstStep(d *render.Diagram) int {
	order := orderOf(d)
	if len(order) == 0 {
		return 0
	}
	return d.Ladders[order[0].Ladder].Steps[order[0].Step].Packet * StepsOf
}
