// Package slope finds ways for arrows that slope: those of packets that were sent in one
// row of a ladder and arrived in a later one.
//
//  1. newOccupancy notes what each cell of the ladder holds (occupancy.go).
//  2. For each arrow, placements lists where its label and its number may stand
//     (placement.go).
//  3. For each placement, a shortest path is searched between the two lifelines; it pays
//     for corners, crossings, and for what it would hide (path.go, cost.go).
//  4. The cheapest goes on the sheet, and is in the way of the next (route.go).
//  5. Level arrows that others cross get their labels last (level.go), and calls longer ones (movable.go).
package slope
