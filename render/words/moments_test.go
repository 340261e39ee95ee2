package words_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/capturetest"
	"wireladder/capture/facts"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/capture/run/builder"
	"wireladder/capture/runtest"
	"wireladder/capture/savefile"
)

// told is what some moments come from.
type told struct {
	name    string
	moments []*run.Moment
	byHand  bool // each moment is made by hand, for its sentence
}

// sources are the moments that all tests of sentences speak of: recordings and captures
// by hand, the captures that are kept in this tree, and moments of calls.
func sources(t *testing.T) []told {
	t.Helper()
	all := recordings()
	for _, s := range scripts() {
		c := capturetest.New()
		s.build(c, c.TCP(c.Host("10.0.0.1").Port(50000), c.Host("10.0.0.2").Port(80)))
		all = append(all, told{name: s.name, moments: ofPackets(c.Packets())})
	}
	files, err := filepath.Glob(filepath.Join("..", "..", "cmd", "testdata", "cases", "*.pcap*"))
	if err != nil || len(files) < 20 {
		t.Fatalf("%d captures, %v", len(files), err)
	}
	for _, file := range files {
		if rec := recordingOf(t, file); rec != nil {
			all = append(all, told{name: filepath.Base(file), moments: builder.Of(rec).Moments})
		}
	}
	return append(all, told{"packets", packetMoments(), true}, told{"calls", callMoments(), true}, told{"what the kernel says", kernelMoments(), true})
}

// recordings are those by hand.
func recordings() []told {
	var all []told
	for _, r := range []struct {
		name string
		rec  *capture.Recording
	}{
		{"udp and tcp", runtest.Run{Text: "hello"}.Contrast()},
		{"four segments", runtest.Run{Text: "hello", Close: runtest.FourSegments}.TCP()},
		{"crossing FINs", runtest.Run{Text: "hello", Close: runtest.CrossingFINs}.TCP()},
		{"backlog", runtest.Backlog()}, {"select", runtest.Selecting()},
		{"SYN,ACK lost", runtest.LostSYNACK()}, {"20 ms each way", runtest.DelayedBothWays()},
		{"FINs cross on the wire", runtest.CrossingFINsOnTheWire()}, {"one of five lost", runtest.FastRetransmit()},
		{"one of three lost", runtest.EarlyRetransmit()}, {"data lost", runtest.LostData()},
		{"RST on the wire", runtest.ResetOnTheWire()}, {"refused datagram", runtest.RefusedDatagram()}, {"port reused", runtest.PortReused()},
		{"lost datagram", runtest.LostDatagram()}, {"crossing datagrams", runtest.CrossingDatagrams()}, {"datagram twice", runtest.DuplicateDatagram()},
		{"losses", losses()},
	} {
		all = append(all, told{name: r.name, moments: builder.Of(r.rec).Moments})
	}
	return all
}

// losses records the loss of each kind of packet.
func losses() *capture.Recording {
	h := runtest.NewHosts("")
	connect := h.Dial()
	h.Lose(h.Forth(capture.SYN, ""), "")
	h.Wait(time.Second)
	h.Again(1)
	h.Through(h.Forth(capture.SYN, ""))
	h.Through(h.Back(capture.SYN|capture.ACK, ""))
	h.Lose(h.Forth(capture.ACK, ""), "")
	h.Return(connect)
	n := h.Says(false, "hello")
	h.ArriveBy(n, "delay")
	h.Accepted()
	h.Arrive(n)
	h.Lose(h.Back(capture.ACK, ""), "")
	h.Wait(300 * time.Millisecond)
	h.Again(5)
	h.Lose(h.Forth(capture.PSH|capture.ACK, "hello"), "")
	h.Lose(h.Back(capture.ACK, ""), "")
	h.Lose(h.Closes(false), "")
	h.Lose(h.Back(capture.RST, ""), "")
	return h.Recording()
}

// ofPackets returns the moments of packets alone.
func ofPackets(packets []*capture.Packet) []*run.Moment {
	rec := &capture.Recording{}
	for _, p := range packets {
		rec.Entries = append(rec.Entries, capture.Entry{Packet: p})
	}
	return builder.Of(rec).Moments
}

// recordingOf returns what a file holds, nil if it is no capture.
func recordingOf(t *testing.T, file string) *capture.Recording {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	r, err := savefile.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil
	}
	rec := &capture.Recording{Origin: r.Origin()}
	for e, err := r.Next(); err == nil; e, err = r.Next() {
		rec.Entries = append(rec.Entries, e)
	}
	return rec
}

var start = time.Unix(1_700_000_000, 0)

// callMoment is a call, and what explains its outcome.
func callMoment(kind run.Kind, c capture.Call, meets run.Meets) *run.Moment {
	c.Enter, c.Exit = start, start.Add(2500*time.Millisecond)
	return &run.Moment{Kind: kind, Time: start, Call: &c, Meets: meets, Facts: &facts.Facts{}}
}

// callMoments are calls with each error, option and outcome.
func callMoments() []*run.Moment {
	tcp := func(name string) capture.Call { return capture.Call{Name: name, Proto: capture.TCP, FD: 4} }
	udp := func(name string) capture.Call { c := tcp(name); c.Proto = capture.UDP; return c }
	with := func(c capture.Call, args string) capture.Call {
		c.Args = capture.ParseArguments(c.Name, args)
		return c
	}
	fails := func(c capture.Call, errno string) capture.Call { c.Errno, c.Result = errno, -1; return c }
	aside := func(c capture.Call) capture.Call { c.Aside = true; return c }
	gives := func(c capture.Call, n, of int) capture.Call { c.Result, c.Size = int64(n), of; return c }
	none := run.Meets{}
	all := []*run.Moment{
		callMoment(run.Call, with(tcp("listen"), "5"), none),
		callMoment(run.Call, with(tcp("shutdown"), "SHUT_RD"), none),
		callMoment(run.Call, with(tcp("shutdown"), "SHUT_WR"), none),
		callMoment(run.Call, with(tcp("shutdown"), "SHUT_RDWR"), none),
		callMoment(run.Enter, tcp("accept"), none),
		callMoment(run.Return, capture.Call{Name: "accept", Proto: capture.TCP, FD: 3, Result: 5, Remote: runtest.Loopback(40001)}, none),
		callMoment(run.Enter, with(tcp("select"), "9, {3}, NULL, NULL, NULL"), none),
		callMoment(run.Return, with(gives(tcp("select"), 1, 0), "9, {3}, NULL, NULL, NULL; ready: {3}"), none),
		callMoment(run.Return, with(tcp("select"), "9, {3}, NULL, NULL, {1, 0}"), none),
		callMoment(run.Return, with(tcp("select"), "9, {3}, NULL, NULL, {0, 0}"), none),
		callMoment(run.Enter, aside(with(tcp("poll"), "{3}, NULL, 300")), none),
		callMoment(run.Return, aside(with(tcp("poll"), "{3}, NULL, 300")), none),
		callMoment(run.Call, gives(tcp("recv"), 5, 100), none),
		callMoment(run.Call, gives(tcp("recv"), 0, 100), none),
		callMoment(run.Call, gives(tcp("recv"), 0, 0), none),
		callMoment(run.Call, gives(tcp("recv"), 0, 100), run.Meets{Past: run.Past{ShutRead: true}}),
		callMoment(run.Call, gives(tcp("recv"), 5, 100), run.Meets{Past: run.Past{ShutRead: true}}),
		callMoment(run.Call, gives(udp("recvfrom"), 0, 100), none),
		callMoment(run.Call, gives(udp("recvfrom"), 4, 4), run.Meets{Larger: 11}),
		callMoment(run.Call, gives(udp("recvfrom"), 4, 99), run.Meets{ToGroup: true, Outsider: true}),
		callMoment(run.Call, gives(udp("recvfrom"), 4, 99), run.Meets{Past: run.Past{Kept: true}}),
		callMoment(run.Call, gives(udp("recvfrom"), 4, 99), run.Meets{More: true}),
		callMoment(run.Call, gives(tcp("recv"), 9, 99), run.Meets{Past: run.Past{Pieces: 3}}),
		callMoment(run.Call, gives(tcp("recv"), 6, 6), run.Meets{Past: run.Past{Pieces: 1, Unread: 10}}),
		callMoment(run.Call, gives(udp("recvfrom"), 4, 99), run.Meets{Past: run.Past{Stale: 4}}),
		callMoment(run.Call, with(udp("setsockopt"), "IPPROTO_IP, IP_MULTICAST_ALL, 0"), run.Meets{Outsider: true}),
		callMoment(run.Call, gives(tcp("recv"), 5, 100), run.Meets{Past: run.Past{AtMark: true}}),
		callMoment(run.Call, gives(tcp("send"), 3, 5), none),
		callMoment(run.Call, gives(tcp("send"), 5, 5), none),
		callMoment(run.Call, fails(tcp("send"), "EAGAIN"), none),
		callMoment(run.Return, fails(tcp("send"), "EAGAIN"), none),
		callMoment(run.Call, with(gives(tcp("send"), 1, 1), "MSG_OOB"), none),
		callMoment(run.Return, with(gives(tcp("send"), 1, 1), "MSG_OOB"), none),
		callMoment(run.Enter, with(tcp("recv"), "1, MSG_OOB"), none),
		callMoment(run.Call, with(gives(tcp("recv"), 1, 1), "1, MSG_OOB"), none),
		callMoment(run.Call, tcp("close"), none),
		callMoment(run.Call, fails(tcp("recv"), "EAGAIN"), none),
		callMoment(run.Return, fails(tcp("recv"), "EAGAIN"), none),
		callMoment(run.Call, fails(tcp("bind"), "EADDRINUSE"), none),
		callMoment(run.Call, fails(udp("bind"), "EADDRINUSE"), none),
		callMoment(run.Call, fails(tcp("bind"), "EADDRINUSE"), run.Meets{Taken: true}),
		callMoment(run.Call, fails(tcp("bind"), "EADDRINUSE"), run.Meets{Waits: true}),
		callMoment(run.Call, tcp("bind"), run.Meets{Retry: true}),
		callMoment(run.Call, tcp("bind"), run.Meets{Own: true}), toItself(callMoment(run.Call, tcp("bind"), run.Meets{Own: true})),
		callMoment(run.Call, fails(tcp("send"), "EPIPE"), none),
		callMoment(run.Call, fails(tcp("send"), "EPIPE"), run.Meets{Past: run.Past{ShutWrite: true, Reset: true}}),
		callMoment(run.Call, fails(tcp("send"), "EPIPE"), run.Meets{Past: run.Past{Reset: true}}),
		callMoment(run.Return, fails(tcp("connect"), "ECONNREFUSED"), none),
		callMoment(run.Call, fails(udp("recv"), "ECONNREFUSED"), none),
		callMoment(run.Call, fails(tcp("recv"), "ECONNRESET"), none),
		callMoment(run.Enter, fails(tcp("recv"), "ECONNRESET"), none),
		callMoment(run.Call, fails(udp("sendto"), "EACCES"), none),
		callMoment(run.Call, fails(tcp("recv"), "EWHATEVER"), none),
	}
	waits := callMoment(run.Call, tcp("close"), run.Meets{Past: run.Past{Unsent: 5}})
	waits.Quiet = true
	all = append(all, waits)
	for _, errno := range []string{
		"ETIMEDOUT", "ENOTCONN", "EMSGSIZE", "ENETUNREACH", "EHOSTUNREACH", "EADDRNOTAVAIL", "EACCES", "EINPROGRESS", "EINTR", "ECONNABORTED",
		"EISCONN", "EDESTADDRREQ", "ENOTSUP",
	} {
		all = append(all, callMoment(run.Call, fails(tcp("connect"), errno), none))
	}
	for _, option := range []string{
		"SOL_SOCKET, SO_REUSEADDR, 1", "SOL_SOCKET, SO_RCVBUF, 4096", "SOL_SOCKET, SO_SNDBUF, 4096", "SOL_SOCKET, SO_RCVTIMEO, {1, 0}",
		"SOL_SOCKET, SO_SNDTIMEO, {1, 0}", "SOL_SOCKET, SO_KEEPALIVE, 1", "IPPROTO_TCP, TCP_KEEPIDLE, 1", "IPPROTO_TCP, TCP_KEEPINTVL, 1",
		"IPPROTO_TCP, TCP_KEEPCNT, 1", "IPPROTO_TCP, TCP_NODELAY, 1", "SOL_SOCKET, SO_LINGER, {1, 0}", "SOL_SOCKET, SO_LINGER, {1, 5}", "SOL_SOCKET, SO_MARK, 1",
	} {
		all = append(all, callMoment(run.Call, with(tcp("setsockopt"), option), none))
	}
	all = append(all, callMoment(run.Call, with(udp("setsockopt"), "SOL_SOCKET, SO_RCVBUF, 4096"), none))
	return all
}

// toItself is a call on a socket that is connected to itself.
func toItself(m *run.Moment) *run.Moment {
	m.Socket = &run.Socket{Local: runtest.Loopback(80), Remote: runtest.Loopback(80)}
	return m
}

// kernelMoments are what the kernel can say.
func kernelMoments() []*run.Moment {
	at := runtest.Loopback(80)
	var all []*run.Moment
	for _, says := range []run.Says{
		{Listener: at, Length: 1, Backlog: 5}, {Listener: at, Length: 1, Backlog: 5, First: true}, {Listener: at, Length: 2, Before: 1, Backlog: 5}, {Listener: at, Length: 6, Backlog: 5},
		{Listener: at, Length: 2, Before: 5, Backlog: 5}, {Listener: at, Length: 1, Before: 2, Backlog: 5}, {Listener: at, Before: 2, Backlog: 5},
		{Side: flow.Responder, Unread: 1}, {Side: flow.Responder, Unread: 500},
		{Side: flow.Initiator, State: "FIN-WAIT-1", Inferred: "ESTABLISHED", Unsent: 7}, {Side: flow.Responder, State: "LAST-ACK", Inferred: "CLOSE-WAIT", Unsent: 1},
		{Side: flow.Initiator, State: "FIN-WAIT-1", Inferred: "ESTABLISHED"},
		{Side: flow.Responder, State: "SYN-RECEIVED", Inferred: "ESTABLISHED"}, {Side: flow.Responder, State: "CLOSED", Inferred: "ESTABLISHED"},
		{Side: flow.Initiator, State: "CLOSE-WAIT", Inferred: "ESTABLISHED"},
	} {
		all = append(all, &run.Moment{Kind: run.Kernel, Time: start, Says: &says, Facts: &facts.Facts{}})
	}
	return all
}
