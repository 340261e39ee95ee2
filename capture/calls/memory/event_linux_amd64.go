package memory

// Of struct epoll_event: it is packed here.
const (
	sizeOfEvent  = 12
	offsetOfData = 4
)
