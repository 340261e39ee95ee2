package syscalls

import "golang.org/x/sys/unix"

// ofProcessor are the calls that not every processor has.
var ofProcessor = map[uint32]traced{
	unix.SYS_SELECT:     {name: "select", begin: beginSelect, end: endSelect},
	unix.SYS_POLL:       {name: "poll", begin: beginPoll, end: endPoll},
	unix.SYS_EPOLL_WAIT: {name: "epoll_wait", begin: beginEpoll, end: endEpoll},
	unix.SYS_DUP2:       {name: "dup2", anyFile: true, begin: beginDup, end: endDup},
}

// isSelect reports whether a call has a struct timeval for its time: select(2) itself.
func isSelect(number uint64) bool { return number == unix.SYS_SELECT }
