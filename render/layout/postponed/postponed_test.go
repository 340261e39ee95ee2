package postponed_test

import (
	"slices"
	"testing"

	"wireladder/render"
	"wireladder/render/layout/postponed"
)

// texts are what explanations say, with their names.
func texts(all []postponed.Explanation) (said []string) {
	for _, e := range all {
		said = append(said, e.Name+e.Said)
	}
	return said
}

// What is said of a packet that is on its way for long does not keep back what is said of others, and is said with what is
// said of its arrival.
func TestTake(t *testing.T) {
	var l postponed.Postponed
	slow, quick, arrival := &render.Step{Arrivals: []int{40}}, &render.Step{Arrivals: []int{4}}, &render.Step{Kind: render.Arrival}
	l.Depart(slow)
	l.Add(postponed.Explanation{Step: slow, Name: "2: ", Said: "agrees"}, slow)
	l.Depart(quick)
	l.Add(postponed.Explanation{Step: quick, Name: "3: ", Said: "asks"}, quick)
	l.Add(postponed.Explanation{Step: arrival, Name: "recv(): "}, arrival) // it says nothing
	if l.Quiet(3, 2) {
		t.Error("a packet arrives in the next step")
	}
	l.Arrive(quick)
	if !l.Quiet(4, 1) || l.Quiet(4, 2) || l.Quiet(30, 1) {
		t.Error("one packet is on its way, and arrives in step 40")
	}
	if got := texts(l.Take()); !slices.Equal(got, []string{"3: asks"}) {
		t.Errorf("before the slow one arrives: %q", got)
	}
	l.Add(postponed.Explanation{Step: arrival, Name: "2: ", Said: "was on the wire"}, slow)
	l.Arrive(slow)
	if got := texts(l.Take()); !slices.Equal(got, []string{"2: agrees; was on the wire"}) {
		t.Errorf("when it arrives: %q", got)
	}
	if got := l.Take(); len(got) > 0 {
		t.Errorf("said twice: %q", texts(got))
	}
}

// At the end all is said, also of what never arrived; whole sentences follow each other.
func TestTakeAll(t *testing.T) {
	var l postponed.Postponed
	s := &render.Step{Arrivals: []int{9}}
	l.Depart(s)
	l.Add(postponed.Explanation{Step: s, Said: "It agrees."}, s)
	l.Add(postponed.Explanation{Step: s, Said: "It is one."}, s)
	arrival := &render.Step{Kind: render.Arrival}
	l.Add(postponed.Explanation{Step: arrival, Said: "It was on the wire."}, s)
	if got := texts(l.TakeAll()); !slices.Equal(got, []string{"It is one.", "It agrees. It was on the wire."}) {
		t.Errorf("%q", got)
	}
}
