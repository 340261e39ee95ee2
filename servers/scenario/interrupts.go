package scenario

import (
	"context"
	"fmt"
	"runtime"
	"sync"

	"wireladder/capture"
	"wireladder/servers"
)

// interrupt stops the server when all its clients have been served once, and
// wait for what comes next.
func interrupt(st *stage) error {
	farewell, err := servers.ParseFarewell(st.OnInterrupt)
	if err != nil {
		return err
	}
	ctx, press := context.WithCancel(st.ctx)
	defer press()
	err = st.serve(capture.TCP, servers.ServerOptions{Model: servers.Thread, Interrupt: ctx, OnInterrupt: farewell})
	if err != nil {
		return err
	}
	var waiting []condition
	for n := 1; n <= st.Clients; n++ {
		st.client(st.role(n), func(p *program) { p.stay(n) })
		waiting = append(waiting, made(st.role(n), "recv", 2))
	}
	if err := st.await(after(append(waiting, stands("server", "recv", st.Clients), made("server", "accept", st.Clients+1))...)); err != nil {
		return err
	}
	press()
	return st.await(after(done("server", "close", st.Clients+1)))
}

// stay is the n-th client, who asks once and then waits for the server to speak
// or to close.
func (p *program) stay(n int) {
	p.until(after(made("server", "accept", n), stands("server", "recv", n-1)))
	if n > 1 {
		p.until(made(p.role(n-1), "recv", 2))
	}
	s := p.connected()
	p.until(stands("server", "recv", n))
	s.send(p.line(n, 1) + "\n")
	s.recvLine()
	p.whatever(func() { s.recv(bufferSize) })
	s.close()
}

// What the server of interrupt-threads does with its listening socket at ^C.
const (
	closesListener = "close"
	leavesListener = "leave"
)

// threadsServed is how many clients have a thread when ^C comes.
const threadsServed = 2

// interruptThreads stops the main thread of a server when each of its clients has been served once by
// a thread of its own. These go on; a further client comes, and then they say something more, one after
// the other.
func interruptThreads(st *stage) error {
	ctx, press := context.WithCancel(st.ctx)
	defer press()
	closes := st.OnInterrupt == closesListener
	st.start("server", servers.ProgramOptions{Host: st.Hosts.Server, Interrupt: ctx}, func(p *program) { p.haveThreads(closes) })
	for n := 1; n <= threadsServed; n++ {
		st.client(nthClient(n), func(p *program) { p.outliveInterrupt(n, closes) })
	}
	st.client(nthClient(threadsServed+1), func(p *program) {
		p.until(p.mainIsOver(closes))
		s := p.socket(capture.TCP)
		p.whatever(func() { s.connect(p.address()) })
		if !closes {
			s.send(fmt.Sprintf("%s %d\n", p.Text, threadsServed+1))
			p.whatever(func() { s.recv(bufferSize) })
		}
		s.close()
	})
	err := st.await(after(done(nthClient(threadsServed), "recv", 1),
		stands("server", "recv", threadsServed), made("server", "accept", threadsServed+1)))
	press()
	return err
}

// haveThreads accepts clients and leaves each to a thread, until ^C comes. As a program in Python does, the main
// thread then waits for the others, and a listening socket that it has left open is closed with the program.
func (p *program) haveThreads(closes bool) {
	l := p.listening()
	var threads sync.WaitGroup
	for range threadsServed {
		if conn := l.accept(); p.trouble == nil {
			threads.Go(func() { p.thread(conn) })
		}
	}
	p.whatever(func() { l.accept() })
	if closes {
		l.close()
	}
	threads.Wait()
	if !closes {
		l.close()
	}
}

// thread serves one client until it closes, in a thread of its own.
func (p *program) thread(conn *sock) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	t := &program{stage: p.stage, name: p.name, process: p.process.Thread()}
	conn.program = t
	conn.real.HandTo(t.process)
	for line := conn.recv(bufferSize); line != ""; line = conn.recv(bufferSize) {
		conn.send(upper(line))
	}
	conn.close()
	p.fail(t.failure)
}

// outliveInterrupt is the n-th client with a thread of its own: it speaks before ^C and after it.
func (p *program) outliveInterrupt(n int, closes bool) {
	p.until(after(made("server", "accept", n), stands("server", "recv", n-1)))
	if n > 1 {
		p.until(done(nthClient(n-1), "recv", 1))
	}
	s := p.connected()
	p.until(stands("server", "recv", n))
	s.send(fmt.Sprintf("%s %d\n", p.Text, n))
	s.recvLine()
	if n == 1 {
		p.until(p.newcomerHasTried(closes))
	} else {
		p.until(after(ended(nthClient(n-1)), done("server", "close", closedBefore(n, closes))))
	}
	left := threadsServed + 1 - n
	p.until(stands("server", "recv", left))
	s.send(fmt.Sprintf("%s %d again\n", p.Text, n))
	s.recvLine()
	p.until(stands("server", "recv", left))
	s.close()
}

// closedBefore is how many sockets the server has closed when the n-th client has its turn again.
func closedBefore(n int, closes bool) int {
	if closes {
		return n
	}
	return n - 1
}

// mainIsOver is the condition that ^C has come to the main thread, and that it has closed what it closes.
func (st *stage) mainIsOver(closes bool) condition {
	if closes {
		return done("server", "close", 1)
	}
	return done("server", "accept", threadsServed+1)
}

// newcomerHasTried is the condition that who comes behind ^C has been refused, or waits for an answer.
func (st *stage) newcomerHasTried(closes bool) condition {
	newcomer := nthClient(threadsServed + 1)
	if closes {
		return ended(newcomer)
	}
	return made(newcomer, "recv", 1)
}

// nthClient is the name of a client of which there are always several.
func nthClient(n int) string { return fmt.Sprintf("client %d", n) }
