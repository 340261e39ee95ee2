// Package focus folds what is not the point of a diagram: around its key steps, setting up a
// socket, a handshake and a close become a row each, and what else happens between two of them
// one more. What it returns is a diagram as any other.
//
//		render.Diagram ─► Of ─► render.Diagram, in which Step.Folds says what a row stands for
//
//	 1. Steps that are key stay, with the arrivals of their packets and with pauses (keep.go).
//	 2. The others get a group each between two that stay (sort.go).
//	 3. A group becomes a row where its last step stands; one of a single step stays as it is,
//	    and nothing is said of it (row.go).
//	 4. What points to steps points to their rows then (move.go).
package focus
