// Package view has `wireladder view`, and shows a run on the whole screen for other commands, or serves it
// as a page.
//
//	package report ─► Room.Instead: the diagram, and what its steps are of
//	terminal ─► tcell ─► keys ─► fullscreen.Display ─► cells ─► tcell ─► terminal
//	what goes on ─► LiveView, where a user has it go on, or OngoingView ─► fullscreen.Display
//	diagram ─► render/html ─► page ─► web.Invitation ─► the room
//
// The terminal is as it was found afterwards, whatever ends the program: a key, a signal, a panic.
package view
