// Package host makes hosts of a private network: each is a further network namespace, and a
// thread in it that makes sockets and starts programs there.
//
// It is for programs that rule the network they are in, as netns.Setup leaves it. A process is in
// one network as a whole; a further one is a thread's (unshare(2)), and whatever a thread opens
// belongs to the network that it is in (network_namespaces(7)).
package host

import "errors"

// ErrClosed is returned by Host.Do after the host's Close.
var ErrClosed = errors.New("the host is closed")
