package memory

// Of struct epoll_event.
const (
	sizeOfEvent  = 16
	offsetOfData = 8
)
