package wire

import (
	"container/heap"
	"slices"
	"testing"
	"time"
)

// at returns the time that many ms after some beginning.
func at(ms int) time.Time { return time.Unix(0, 0).Add(time.Duration(ms) * time.Millisecond) }

// arrivals takes out all that is due at a time, lets each release what waits for
// it, and returns their numbers.
func arrivals(all *crossings, now time.Time) []int {
	var numbers []int
	for one := all.takeDue(now); one != nil; one = all.takeDue(now) {
		numbers = append(numbers, one.number)
		all.release(one)
	}
	return numbers
}

func TestTransits(t *testing.T) {
	all := &crossings{}
	for i, ms := range []int{30, 10, 20, 10, 30, 10} {
		heap.Push(all, &crossing{number: i, due: at(ms)})
	}
	for _, step := range []struct {
		ms   int
		want []int
	}{{9, nil}, {10, []int{1, 3, 5}}, {29, []int{2}}, {31, []int{0, 4}}, {99, nil}} {
		if got := arrivals(all, at(step.ms)); !slices.Equal(got, step.want) {
			t.Errorf("after %d ms %v arrive, want %v", step.ms, got, step.want)
		}
	}
}

// What is held comes right behind the first later frame of the same side.
func TestTransitsHeld(t *testing.T) {
	all := &crossings{}
	for _, one := range []*crossing{
		{number: 1, from: Client, due: at(10)},
		{number: 2, from: Client, due: at(200), held: true},
		{number: 3, from: Client, due: at(201), held: true},
		{number: 4, from: Server, due: at(12)},
		{number: 5, from: Client, due: at(20)},
		{number: 6, from: Client, due: at(21)},
		{number: 7, from: Client, due: at(300), held: true},
	} {
		heap.Push(all, one)
	}
	for _, step := range []struct {
		ms   int
		want []int
	}{{15, []int{1, 4}}, {20, []int{5, 2, 3}}, {25, []int{6}}, {299, nil}, {300, []int{7}}} {
		if got := arrivals(all, at(step.ms)); !slices.Equal(got, step.want) {
			t.Errorf("after %d ms %v arrive, want %v", step.ms, got, step.want)
		}
	}
}
