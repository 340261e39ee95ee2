// Package render builds diagrams from runs: plain data, a lifeline for each socket, a step
// for each packet and call, without positions. Where everything stands package layout
// decides, and how it looks a [Painter].
//
// # One packet, from wire to screen
//
// A client connects to a server on one machine. This is the way of its SYN, a line a package:
//
//	capture/live     1   a frame, stamped by the kernel in ns
//	capture/decode   2   capture.Packet: 127.0.0.1:50001 → 127.0.0.1:12000, flags S, seq 1000
//	capture/causal   3   capture.Entry, after the call connect() and before its return
//	capture/flow     4   flow.Observation: event syn, initiator, seq 0 (relative), SYN-SENT
//	capture/facts    5   nothing: it is sent for the first time, and arrives
//	capture/run      6   run.Moment: sent at the socket fd 9 of "client"
//	render/labels    7   "SYN seq=0"
//	render/words     8   "asks to connect; the SYN uses up number 0"
//	render           9   Step{Kind: Message, From: 1, To: 2, Tone: Opens, …}
//	render/layout   10   sheet.Arrow{From: 4, To: 78, Y: 14, …}, and texts beside it
//	render/text     11   "  1 ┃─── SYN seq=0 ───┃──▶╎"
//
// In each of them this happens:
//
//  1. live.Record reads frames from a socket that it opened before the run began, and a
//     sentinel tells it when all have come. Of a file package savefile reads them, and the
//     rest is the same.
//  2. decode.Decoder goes from header to header: link layer, IP, TCP. What it can't read it
//     says in Packet.Problem, and reading goes on.
//  3. causal.Merger puts packets between the calls that cause them and those that they
//     cause. From here on there is one stream of entries in causal order, and it is also
//     what a file keeps (package pcapng).
//  4. flow.Tracker knows the conversation: which end asked for it, both TCP states, which
//     numbers were seen. It says what the packet means there.
//  5. book.Book knows the packets before it: is it sent again, what does it answer, was it
//     captured twice? A fact has its evidence with it, or it is not told.
//  6. builder.Builder finds the socket whose packet it is among those that calls opened. What
//     comes later may amend the moment: that the SYN was lost, say. Then it is settled, and
//     Builder.Take hands it out to all that show, write or count.
//  7. labels.Packet names it by its header, in several lengths.
//  8. words.Of says what it means, in a line and in a paragraph. JSON Lines, pcapng comments
//     and details of packets have their sentences from the same call.
//  9. [Build] gives it a step in the ladder of its protocol, between two lifelines. Where it
//     is long on its way, or something happens at the receiver meanwhile, its arrival is a
//     step of its own (arrival.go), and its arrow will slope.
//  10. layout.Of finds the columns of the lifelines (layout/columns), gives the step a row,
//     takes the longest label that has room, and draws arrows that slope last
//     (layout/slope). It knows no medium but how many cells a text takes there.
//  11. text.Painter turns the sheet into characters, and escapes what a terminal would obey.
//
// # Diagrams that grow
//
// A diagram that grows is built and laid out anew from the run so far. Whoever shows it
// draws the rows again that have changed: only the arrival of a packet tells where its arrow
// goes. layout.Options has Growing for that.
package render
