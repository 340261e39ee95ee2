package syscalls

// ofProcessor are the calls that not every processor has: none here.
var ofProcessor = map[uint32]traced{}

// isSelect reports whether a call has a struct timeval for its time: none here.
func isSelect(uint64) bool { return false }
