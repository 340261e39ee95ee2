// Package capture holds the evidence of a run: the packets that were on the
// wire and the socket calls that caused them (or did not).
//
// The road from evidence to drawing:
//
//  1. A [Live] capture yields packets, whose headers a [Decoder] reads; servers
//     and clients report each socket call to a [CallObserver].
//  2. A [Merger] puts both into causal order and emits them as an [Entry] each.
//     [Record] does these two steps for a run, from before its first packet
//     until after its last.
//  3. Package pcapng keeps the entries in one file that Wireshark opens, and
//     reads them back; [Recording] holds them in memory.
//  4. Package flow says what each packet means in its conversation.
//  5. Package render turns entries and meaning into a diagram and draws it.
//
// Nothing in this package reads flags, the environment, the clock of a
// terminal, or knows of a diagram.
package capture
