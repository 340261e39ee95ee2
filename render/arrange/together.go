package arrange

// Together returns the order in which the phases of several ladders begin. What only one of
// them has stands behind what it follows there.
func Together(all []*Arrangement) []PhaseStart {
	var order []PhaseStart
	for _, a := range all {
		var starts []PhaseStart
		for _, p := range a.Phases {
			starts = append(starts, p.Start)
		}
		order = Merge(order, starts)
	}
	return order
}

// Merge returns two orders as one: what only the second has stands behind what it follows
// there.
func Merge(first, second []PhaseStart) []PhaseStart {
	at := make(map[PhaseStart]int, len(first))
	for i, s := range first {
		at[s] = i
	}
	var all []PhaseStart
	next := 0 // of first, what is not in all yet
	for _, s := range second {
		i, both := at[s]
		switch {
		case !both:
			all = append(all, s)
		case i >= next:
			all = append(all, first[next:i+1]...)
			next = i + 1
		}
	}
	return append(all, first[next:]...)
}
