package room

import (
	"net"
	"sync"
)

// turnstile is a listener that closes what is too much: more connections than it is to have at once,
// or more of them from one address. So an address can't keep all others out.
type turnstile struct {
	net.Listener
	most, each int

	mutex sync.Mutex
	all   int
	by    map[string]int // connections, by the address that they are from
}

func newTurnstile(l net.Listener, most, each int) *turnstile {
	return &turnstile{Listener: l, most: most, each: each, by: map[string]int{}}
}

// Accept returns the next connection that is not too much.
func (t *turnstile) Accept() (net.Conn, error) {
	for {
		c, err := t.Listener.Accept()
		if err != nil {
			return nil, err
		}
		if from := addressOf(c); t.enter(from) {
			return &passedConn{Conn: c, leave: sync.OnceFunc(func() { t.leave(from) })}, nil
		}
		_ = c.Close() // that is all that it is told
	}
}

// addressOf returns the address that a connection is from, without its port.
func addressOf(c net.Conn) string {
	host, _, err := net.SplitHostPort(c.RemoteAddr().String())
	if err != nil {
		return ""
	}
	return host
}

func (t *turnstile) enter(from string) bool {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	if t.all >= t.most || t.by[from] >= t.each {
		return false
	}
	t.all++
	t.by[from]++
	return true
}

func (t *turnstile) leave(from string) {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	t.all--
	if t.by[from]--; t.by[from] == 0 {
		delete(t.by, from)
	}
}

// passedConn is a connection that has been let in.
type passedConn struct {
	net.Conn
	leave func()
}

// Close closes it, and makes room for another.
func (c *passedConn) Close() error {
	defer c.leave()
	return c.Conn.Close()
}
