// Package lanes puts sockets of a ladder into lanes of several, where each by itself would take too
// much room, or is not what the reader asks for: a lane for a process, a host, or for sockets that
// have a name in common. What it returns is a ladder as any other.
//
//	render.Ladder ─► Of ─► render.Ladder, with a lifeline for each lane
//
// What happens at a lane of several says whose it is: by the client's port, or the name of its
// program.
package lanes
