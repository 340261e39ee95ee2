// Package opening says how a connection begins: what a SYN asks for, and what a SYN,ACK agrees to.
package opening
