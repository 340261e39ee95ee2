// Package pcapng reads and writes pcapng files, the one kind of file that
// keeps a whole recording: packets, each with its explanation as a comment,
// and between them the socket calls that caused them.
//
// The format is draft-ietf-opsawg-pcapng, "the draft" below. A file is a row
// of blocks:
//
//	Section Header        program, system, and the scenario as a comment
//	Interface Description link type, name, nanosecond timestamps
//	Name Resolution       of two hosts, which address has which name
//	Enhanced Packet       one packet; its comment says what it means
//	Journal Export        one socket call, as an entry of systemd's journal
//	…                     in causal order
//	Interface Statistics  what the capture lost
//
// Wireshark lists journal entries between the packets, and libpcap passes over
// them. A journal entry's own timestamp has microseconds only, in which a cause
// and its effect may be the same: the order of the blocks is the causal order,
// and the call's times in nanoseconds stand in fields of our own.
//
// The [Reader] takes any pcapng file, whoever wrote it, and trusts nothing in
// it. What the file says beside its entries, it keeps for a copy: comments and other
// options, interfaces, names (Name Resolution Blocks), secrets (Decryption Secrets
// Blocks), and what others have put between the packets. Each packet has what was said
// until there, so that the [Writer] says it again in the same place, however far ahead
// the file was read. It puts each packet of a copy under the interface that saw it,
// described as it was, and a packet without time in a Simple Packet Block, as it was read.
package pcapng
