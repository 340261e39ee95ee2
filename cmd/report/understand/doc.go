// Package understand is stage 2 of a report: what happened, from entries. It alone knows
// how that is found; what is said of it the sinks ask package words.
//
// An Interpreter takes entries (packets of a file through Room and Read, others through
// Add) and gives them back one by one as settled moments (Next). In between they wait
// for what comes behind them, in a window that has room of its own for packets: what the
// wire did with a packet, what a call did that returned later, and whose RST it was are
// told behind it.
package understand
