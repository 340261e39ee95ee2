package chunks

import "testing"

func TestList(t *testing.T) {
	var l List[int]
	const many = 3<<bits + 5
	for i := range many {
		if l.Len() != i {
			t.Fatalf("%d values, and there are %d", l.Len(), i)
		}
		l.Add(i)
	}
	*l.At(7) = -7
	n := int32(0)
	for i, v := range l.All {
		if want := int(i); i != n || *v != want && i != 7 || *l.At(i) != *v {
			t.Fatalf("%d: %d", i, *v)
		}
		n++
	}
	if n != many || *l.At(7) != -7 {
		t.Errorf("%d values", n)
	}
	for range l.All {
		break
	}
}
