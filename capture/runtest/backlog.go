package runtest

import (
	"wireladder/capture"
)

// Backlog records three clients of a server that listens with a backlog of 1
// and is slow to accept, with what the kernel said meanwhile: two connections
// wait, the third client's SYN is dropped and sent again.
func Backlog() *capture.Recording {
	s := NewScript("backlog")
	srv, server := capture.Process{Name: "server"}, Loopback(ServerPort)
	listener := capture.Call{Process: srv, Proto: capture.TCP, FD: 8, Local: server}
	call := func(name, args string) {
		c := listener
		c.Name, c.Args = name, capture.ParseArguments(name, args)
		s.Call(c)
	}
	s.Call(capture.Call{Process: srv, Name: "socket", Proto: capture.TCP, FD: -1, Args: capture.ParseArguments("socket", "AF_INET, SOCK_STREAM, 0"), Result: 8})
	call("bind", server.String())
	call("listen", "1")
	kernel := backlogKernel{Script: s}
	kernel.say(0)
	var clients []*exchange
	for i := range 2 {
		e := backlogClient(s, i)
		e.connect()
		kernel.connected(e)
		kernel.say(i + 1)
		clients = append(clients, e)
	}
	third := backlogClient(s, 2)
	connect := third.knock()
	kernel.sockets = append(kernel.sockets, kernelSocket("SYN-SENT", third.from.Port(), ServerPort, true))
	kernel.say(2)
	accept := listener
	accept.Name, accept.Result, accept.Remote = "accept", int64(clients[0].fd+1), clients[0].from
	s.Call(accept)
	kernel.sockets[0].Inode = 7
	kernel.say(1)
	third.forth(capture.SYN, nil)
	third.back(capture.SYN|capture.ACK, nil)
	third.forth(capture.ACK, nil)
	third.Return(connect)
	kernel.sockets[len(kernel.sockets)-1].State = "ESTABLISHED"
	kernel.sockets = append(kernel.sockets, kernelSocket("ESTABLISHED", ServerPort, third.from.Port(), false))
	kernel.say(2)
	return s.Recording()
}

// backlogClient returns the i-th client, with its socket made.
func backlogClient(s *Script, i int) *exchange {
	return &exchange{
		Script: s, client: capture.Process{Name: Run{Clients: 3}.name(i)}, server: capture.Process{Name: "server"}, fd: 9 + 2*i,
		from: Loopback(uint16(50001 + i)), to: Loopback(ServerPort), cseq: 1000, sseq: 77000, //nolint:gosec // a few
	}
}

// knock sends a SYN and gets no answer.
func (e *exchange) knock() *capture.Call {
	e.Call(capture.Call{Process: e.client, Name: "socket", Proto: capture.TCP, FD: -1, Args: capture.ParseArguments("socket", "AF_INET, SOCK_STREAM, 0"), Result: int64(e.fd)})
	c := e.of(e.client, "connect")
	c.Args = capture.Arguments{Address: e.to}
	connect := e.Enter(c)
	e.forth(capture.SYN, nil)
	e.cseq = e.cseq.Add(-1)
	return connect
}

// backlogKernel says what the kernel would, with a backlog of 1.
type backlogKernel struct {
	*Script
	sockets []capture.KernelSocket
}

// connected adds the two ends of a connection that nobody has accepted.
func (k *backlogKernel) connected(e *exchange) {
	k.sockets = append(k.sockets,
		kernelSocket("ESTABLISHED", ServerPort, e.from.Port(), false), kernelSocket("ESTABLISHED", e.from.Port(), ServerPort, true))
}

// say takes a snapshot with so many connections in the accept queue.
func (k *backlogKernel) say(queue int) {
	listening := capture.KernelSocket{
		Proto: capture.TCP, Local: Loopback(ServerPort), State: "LISTEN", RecvQueue: queue, SendQueue: 1, Inode: 1,
	}
	k.Snapshot(append([]capture.KernelSocket{listening}, k.sockets...)...)
}

// kernelSocket is a TCP socket between two ports on loopback.
func kernelSocket(state string, local, remote uint16, held bool) capture.KernelSocket {
	s := capture.KernelSocket{Proto: capture.TCP, Local: Loopback(local), Remote: Loopback(remote), State: state}
	if held {
		s.Inode = 1
	}
	return s
}
