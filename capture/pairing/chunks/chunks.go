// Package chunks keeps very many values one behind the other, without ever copying them to
// where there is more room.
package chunks

// List is such values. The zero value has none.
type List[T any] struct{ chunks [][]T }

// bits says how many values are kept together: so many that few are allocated for nothing.
const bits = 12

// Add adds the next value.
func (l *List[T]) Add(v T) { *l.Next() = v }

// Next adds a value and returns where it is.
func (l *List[T]) Next() *T {
	if n := len(l.chunks); n == 0 || len(l.chunks[n-1]) == 1<<bits {
		l.chunks = append(l.chunks, make([]T, 0, 1<<bits))
	}
	last := &l.chunks[len(l.chunks)-1]
	*last = (*last)[:len(*last)+1]
	return &(*last)[len(*last)-1]
}

// Len returns how many values there are.
func (l *List[T]) Len() int {
	n := len(l.chunks)
	if n == 0 {
		return 0
	}
	return (n-1)<<bits + len(l.chunks[n-1])
}

// At returns where a value is, counted from 0.
func (l *List[T]) At(i int32) *T { return &l.chunks[i>>bits][i&(1<<bits-1)] }

// All yields all of them.
func (l *List[T]) All(yield func(int32, *T) bool) {
	var i int32
	for _, chunk := range l.chunks {
		for at := range chunk {
			if !yield(i, &chunk[at]) {
				return
			}
			i++
		}
	}
}
