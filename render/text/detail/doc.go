// Package detail prints the header fields and the bytes of packets, one packet
// after the other, with what each means in its conversation.
//
// What stands below TCP and UDP it reads by itself, from the bytes and as far
// as they were captured: a [capture.Packet] holds no more of it than a ladder
// needs.
package detail
