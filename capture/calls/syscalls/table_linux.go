//go:build linux && (amd64 || arm64)

package syscalls

import (
	"maps"
	"slices"

	"golang.org/x/sys/unix"

	"wireladder/capture"
	"wireladder/capture/calls/tracee"
)

// traced is a system call that a program is stopped at.
type traced struct {
	name    string // of the call that C programs make: as capture names it
	anyFile bool   // it may be made on what is no socket
	begin   func(*Stop) *capture.Call
	end     func(*Stop, *capture.Call) // nil: there is nothing to be found out
}

// table is what programs are stopped at, by the number of the call.
var table = merged(map[uint32]traced{
	unix.SYS_SOCKET:         {name: "socket", begin: beginSocket, end: endSocket},
	unix.SYS_BIND:           {name: "bind", begin: beginAddressed, end: endRefreshed},
	unix.SYS_LISTEN:         {name: "listen", begin: beginListen, end: endRefreshed},
	unix.SYS_CONNECT:        {name: "connect", begin: beginAddressed, end: endConnect},
	unix.SYS_ACCEPT:         {name: "accept", begin: beginAccept, end: endAccept},
	unix.SYS_ACCEPT4:        {name: "accept4", begin: beginAccept, end: endAccept},
	unix.SYS_SENDTO:         {name: "sendto", begin: beginSendTo, end: endSent},
	unix.SYS_SENDMSG:        {name: "sendmsg", begin: beginSendMessage, end: endSent},
	unix.SYS_RECVFROM:       {name: "recvfrom", begin: beginReceiveFrom, end: endReceiveFrom},
	unix.SYS_RECVMSG:        {name: "recvmsg", begin: beginReceiveMessage, end: endReceiveMessage},
	unix.SYS_SENDMMSG:       {name: "sendmmsg", begin: beginSendMessages, end: endSendMessages},
	unix.SYS_RECVMMSG:       {name: "recvmmsg", begin: beginReceiveMessages, end: endReceiveMessages},
	unix.SYS_SPLICE:         {name: "splice", anyFile: true, begin: beginSplice, end: endSplice},
	unix.SYS_SHUTDOWN:       {name: "shutdown", begin: beginShutdown},
	unix.SYS_SETSOCKOPT:     {name: "setsockopt", begin: beginOption},
	unix.SYS_PSELECT6:       {name: "select", begin: beginSelect, end: endSelect},
	unix.SYS_PPOLL:          {name: "ppoll", begin: beginPoll, end: endPoll},
	unix.SYS_EPOLL_CTL:      {name: "epoll_ctl", begin: beginWatch},
	unix.SYS_EPOLL_PWAIT:    {name: "epoll_wait", begin: beginEpoll, end: endEpoll},
	unix.SYS_READ:           {name: "read", anyFile: true, begin: beginRead, end: endRead},
	unix.SYS_READV:          {name: "readv", anyFile: true, begin: beginRead, end: endRead},
	unix.SYS_WRITE:          {name: "write", anyFile: true, begin: beginWrite, end: endSent},
	unix.SYS_WRITEV:         {name: "writev", anyFile: true, begin: beginWrite, end: endSent},
	unix.SYS_CLOSE:          {name: "close", anyFile: true, begin: beginClose},
	unix.SYS_DUP:            {name: "dup", anyFile: true, begin: beginDup, end: endDup},
	unix.SYS_DUP3:           {name: "dup3", anyFile: true, begin: beginDup, end: endDup},
	unix.SYS_SENDFILE:       {name: "sendfile", anyFile: true, begin: beginSendFile, end: endSendFile},
	unix.SYS_CLOSE_RANGE:    {name: "close_range", begin: beginCloseRange},
	unix.SYS_EPOLL_PWAIT2:   {name: "epoll_pwait2", begin: beginEpoll, end: endEpoll},
	unix.SYS_CLONE:          {name: "clone", begin: beginClone},
	unix.SYS_CLONE3:         {name: "clone3", begin: beginClone3},
	unix.SYS_IO_URING_SETUP: {name: "io_uring_setup", begin: beginRing},
	unix.SYS_PTRACE:         {name: "ptrace", begin: beginPtrace},
	unix.SYS_FCNTL:          {name: "fcntl", anyFile: true, begin: beginControl, end: endDup},
}, ofProcessor)

// merged returns all entries of two tables.
func merged(all, more map[uint32]traced) map[uint32]traced {
	for number, c := range more {
		all[number] = c
	}
	return all
}

// Filter returns at which calls a program stops.
func Filter() tracee.Filter { return slices.Sorted(maps.Keys(table)) }
