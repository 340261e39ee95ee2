package columns

import (
	"testing"

	"wireladder/capture/run"
	"wireladder/render"
)

// Places are looked for only as long as there is room for them: lifelines that never end take
// one each, and each is compared with those before it.
func TestSharedPlacesAreFew(t *testing.T) {
	const n, most = 1000, 7
	l := &render.Ladder{Steps: make([]render.Step, n), Lifelines: make([]render.Lifeline, n)}
	for i := range l.Lifelines {
		l.Lifelines[i] = render.Lifeline{Begin: i, End: -1, Last: i, FD: 3, Role: run.Accepted}
	}
	if s := sharedPlaces(l, most); s.count != [2]int{most + 1, 0} {
		t.Errorf("%v places on the sides", s.count)
	}
	for i := range l.Lifelines {
		l.Lifelines[i].End = i
	}
	if s := sharedPlaces(l, most); s.count != [2]int{1, 0} {
		t.Errorf("lifelines that follow each other have %v places", s.count)
	}
}
