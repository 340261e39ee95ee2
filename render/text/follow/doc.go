// Package follow prints the bytes of one stream, as the programs at its ends
// read them: those of TCP in the order of their numbers, those of UDP datagram
// by datagram.
//
//  1. A [Printer] takes the stream's packets as they were captured.
//  2. A direction for each side puts TCP's bytes in order. It keeps what came
//     too early, up to a limit, and finds out what was not captured.
//  3. A writer prints them: as text with everything escaped that a terminal
//     would obey, or in hexadecimal.
package follow
