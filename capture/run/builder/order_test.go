package builder_test

import (
	"net/netip"
	"slices"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/run"
	"wireladder/capture/run/builder"
	"wireladder/capture/runtest"
)

// receives is a recv() of the accepted socket.
func receives() made { return tcp("server", "recv", 5).at(serverAt).with(clientAt) }

// accepted begins a tape with a connection that was accepted before.
func accepted() (tape, *line) {
	tp := newTape()
	tp.do(tcp("server", "accept", 3).at(serverAt).with(clientAt).returns(5))
	return tp, tp.between(clientAt, serverAt)
}

// A call that waits is entered where it was made, and returns behind what it waited for.
func TestCallThatWaits(t *testing.T) {
	tp, l := accepted()
	recv := tp.Enter(receives().Call)
	l.c(pshAck, "hello")
	recv.Data, recv.Size, recv.Result = []byte("hello"), 100, 5
	tp.Return(recv)
	r := tells(t, tp, `
		server 3 accept() makes server 5
		enter server 5 recv()
		1: 127.0.0.1:40001 > server 5
		back server 5 recv()`)
	if m := theCall(t, r, "recv"); !m.Time.Equal(recv.Exit) || r.Moments[1].Time != recv.Enter || r.Moments[1].Call != m.Call {
		t.Error("the two moments do not stand at the two times of the call")
	}
}

// What an interpreter does in place of a call that has a time limit is told where nothing came: the
// call was never made then.
func TestWaitInVain(t *testing.T) {
	const limited = "{5}, NULL, 300"
	for name, tt := range map[string]struct {
		args    string
		ready   bool
		fd      int
		returns bool
		want    bool
	}{
		"nothing came":               {limited, false, 5, true, true},
		"it goes on waiting":         {limited, false, 5, false, true},
		"something came":             {limited, true, 5, true, false},
		"it only looks":              {"{5}, NULL, 0", false, 5, true, false},
		"without a limit":            {"{5}, NULL, -1", false, 5, false, false},
		"for room to send":           {"NULL, {5}, 300", false, 5, true, false},
		"for several":                {"{5, 6}, NULL, 300", false, 5, true, false},
		"of a socket set aside":      {"{9}, NULL, 300", false, 9, true, false},
		"of no socket that is known": {"{9}, NULL, 300", false, -1, true, false},
	} {
		tp, _ := accepted()
		poll := tp.Enter(tcp("server", "poll", tt.fd).at(serverAt).args(tt.args).Call)
		poll.Aside = true
		tp.Wait(300 * time.Millisecond)
		if tt.ready {
			poll.Result, poll.Args.ReadyRead = 1, []int{5}
		}
		if tt.returns {
			tp.Return(poll)
		} else {
			tp.Unreturned(*poll)
		}
		told := slices.ContainsFunc(tp.of().Moments, func(m *run.Moment) bool { return m.Call != nil && m.Call.Name == "poll" })
		if told != tt.want {
			t.Errorf("%s: told: %t", name, told)
		}
	}
}

// A call waits if it found nothing, and a packet of its own passed or it took long.
func TestWhichCallsWait(t *testing.T) {
	const long, send = 6 * time.Millisecond, 60 * time.Millisecond
	for name, tt := range map[string]struct {
		call   made
		before string        // data that has come before
		during func(l *line) // what passes while it runs
		takes  time.Duration
		want   bool
	}{
		"nothing happens":                    {receives(), "", nil, 0, false},
		"a packet of its own":                {receives(), "", func(l *line) { l.c(pshAck, "x") }, 0, true},
		"one that it sends":                  {receives(), "", func(l *line) { l.s(pshAck, "x") }, 0, true},
		"one of another client":              {receives(), "", func(l *line) { l.between(otherAt, serverAt).c(capture.SYN, "") }, 0, false},
		"one of another port":                {receives(), "", func(l *line) { l.between(otherAt, clientAt).c(capture.SYN, "") }, 0, false},
		"a datagram of the same port":        {receives(), "", func(l *line) { l.datagram(clientAt, serverAt, "x") }, 0, false},
		"it takes long":                      {receives(), "", nil, long, true},
		"it takes nearly long":               {receives(), "", nil, 4 * time.Millisecond, false},
		"it found something":                 {receives().moves("a", 9), "a", nil, long, false},
		"it found something, a packet comes": {receives().moves("a", 9), "a", func(l *line) { l.c(pshAck, "x") }, 0, false},
		"it found something, and failed":     {receives().fails("EINTR"), "a", nil, long, true},
		"accept for any client":              {tcp("server", "accept", 3).at(serverAt).with(otherAt).returns(6), "", func(l *line) { l.between(otherAt, serverAt).opens() }, 0, true},
		"a send that takes long":             {tcp("server", "send", 5).at(serverAt).with(clientAt).moves("x", 1), "", nil, send, true},
		"a send that takes a while":          {tcp("server", "send", 5).at(serverAt).with(clientAt).moves("x", 1), "", nil, long, false},
		"a send, with a packet":              {tcp("server", "send", 5).at(serverAt).with(clientAt).moves("x", 1), "", func(l *line) { l.s(pshAck, "x") }, 0, false},
		"a close that takes long":            {tcp("server", "close", 5).at(serverAt).with(clientAt), "", nil, send, true},
		"a call that never waits":            {tcp("server", "shutdown", 5).args("SHUT_WR").at(serverAt).with(clientAt), "", func(l *line) { l.s(finAck, "") }, send, false},
		"a socket without an address":        {tcp("server", "recv", 9), "", func(l *line) { l.c(pshAck, "x") }, 0, false},
	} {
		tp, l := accepted()
		if tt.before != "" {
			l.c(pshAck, tt.before)
		}
		c := tp.Enter(tt.call.Call)
		if tt.during != nil {
			tt.during(l)
		}
		tp.Wait(tt.takes)
		tp.Return(c)
		l.s(capture.ACK, "") // something comes behind it
		var enters, backs int
		for _, m := range tp.of().Moments {
			switch {
			case m.Kind == run.Enter:
				enters++
			case m.Kind == run.Return:
				backs++
			}
		}
		if (enters == 1) != tt.want || (backs == 1) != tt.want {
			t.Errorf("%s: entered %d times, returned %d times", name, enters, backs)
		}
	}
}

// What a call took is there no more for the next one: that waits again. Half of it still
// is. A FIN is there for as many calls as come.
func TestWhatWasTakenIsGone(t *testing.T) {
	for name, tt := range map[string]struct {
		sends []string // "" is a FIN
		takes []int
		waits bool // the last one does
	}{
		"all taken":          {[]string{"hello"}, []int{5, 1}, true},
		"one octet":          {[]string{"h"}, []int{1, 1}, true},
		"half of it":         {[]string{"hello"}, []int{3, 2}, false},
		"two in one":         {[]string{"he", "llo"}, []int{5, 1}, true},
		"one and a half":     {[]string{"he", "llo"}, []int{3, 2}, false},
		"the FIN is left":    {[]string{"he", ""}, []int{2, 0, 0}, false},
		"nothing was there":  {nil, []int{1}, true},
		"the FIN comes last": {[]string{""}, []int{0}, false},
	} {
		tp, l := accepted()
		for _, data := range tt.sends {
			if data == "" {
				l.c(finAck, "")
			} else {
				l.c(pshAck, data)
			}
		}
		for _, n := range tt.takes {
			c := tp.Enter(receives().moves("hello"[:n], 100).Call)
			tp.Wait(10 * time.Millisecond)
			tp.Return(c)
		}
		r := tp.of()
		if got := theCall(t, r, "recv").Kind == run.Return; got != tt.waits {
			t.Errorf("%s: waits %t, want %t", name, got, tt.waits)
		}
	}
}

// A datagram is taken whole, however much of it.
func TestDatagramsAreTakenWhole(t *testing.T) {
	tp := newTape()
	tp.do(udp("server", "socket", -1).returns(3), udp("server", "bind", 3).args(serverAt.String()).at(serverAt))
	tp.datagram(clientAt, serverAt, "hello")
	recv := udp("server", "recvfrom", 3).at(serverAt).with(clientAt)
	tp.do(recv.moves("he", 2))
	c := tp.Enter(recv.moves("x", 9).Call)
	tp.datagram(clientAt, serverAt, "x")
	tp.Return(c)
	r := tells(t, tp, `
		server 3 socket() makes server 3
		server 3 bind() quiet
		1: 127.0.0.1:40001 > server 3
		server 3 recvfrom()
		enter server 3 recvfrom()
		2: 127.0.0.1:40001 > server 3
		back server 3 recvfrom()`)
	if first, last := r.Moments[3].Meets.Larger, theCall(t, r, "recvfrom").Meets.Larger; first != 5 || last != 0 {
		t.Errorf("they received parts of %d and %d octets", first, last)
	}
}

// A call takes one datagram: the next one is there still, and another call for it does not
// wait.
func TestDatagramsAreTakenOneByOne(t *testing.T) {
	for _, n := range []int{1, 2, 3} {
		tp := newTape()
		tp.do(udp("server", "socket", -1).returns(3), udp("server", "bind", 3).args(serverAt.String()).at(serverAt))
		tp.datagram(clientAt, serverAt, "he")
		tp.datagram(clientAt, serverAt, "llo")
		recv := udp("server", "recvfrom", 3).at(serverAt).with(clientAt).moves("hello", 9)
		for range n {
			c := tp.Enter(recv.Call)
			tp.Wait(10 * time.Millisecond)
			tp.Return(c)
		}
		if got := theCall(t, tp.of(), "recvfrom").Kind == run.Return; got != (n == 3) {
			t.Errorf("call %d waits: %t", n, got)
		}
	}
}

// Only a call that filled its buffer can have lost the rest of a datagram, and only of one
// that begins with what it received.
func TestLargerDatagram(t *testing.T) {
	recv := udp("server", "recvfrom", 3).at(serverAt).with(clientAt)
	for name, tt := range map[string]struct {
		call made
		want int
	}{
		"filled":            {recv.moves("hel", 3), 5},
		"as large":          {recv.moves("hello", 5), 0},
		"not filled":        {recv.moves("hel", 4), 0},
		"other content":     {recv.moves("HEL", 3), 0},
		"of another sender": {recv.with(otherAt).moves("hel", 3), 0},
		"at another port":   {recv.at(otherAt).moves("hel", 3), 0},
		"failed":            {recv.moves("hel", 3).fails("EINTR"), 0},
	} {
		tp := newTape()
		tp.do(udp("server", "socket", -1).returns(3))
		tp.datagram(clientAt, serverAt, "hello")
		tp.between(clientAt, serverAt).c(capture.SYN, "hello")
		tp.do(tt.call)
		if got := theCall(t, tp.of(), "recvfrom").Meets.Larger; got != tt.want {
			t.Errorf("%s: %d, want %d", name, got, tt.want)
		}
	}
}

// A call has received what was sent to a group if that is what it holds, and from whom it is.
func TestReceivedOfGroup(t *testing.T) {
	group := netip.MustParseAddrPort("239.1.2.3:80")
	recv := udp("server", "recvfrom", 3).at(serverAt).with(clientAt)
	for name, tt := range map[string]struct {
		to   netip.AddrPort
		call made
		want bool
	}{
		"the group's":       {group, recv.moves("hello", 9), true},
		"its own":           {serverAt, recv.moves("hello", 9), false},
		"other content":     {group, recv.moves("HELLO", 9), false},
		"of another sender": {group, recv.with(otherAt).moves("hello", 9), false},
	} {
		tp := newTape()
		tp.do(udp("server", "socket", -1).returns(3))
		tp.datagram(clientAt, tt.to, "hello")
		tp.do(tt.call)
		if got := theCall(t, tp.of(), "recvfrom").Meets.ToGroup; got != tt.want {
			t.Errorf("%s: %t", name, got)
		}
	}
}

// A datagram to a group does not reach a socket at its port that has not joined, and takes what it has joined alone.
func TestBystanders(t *testing.T) {
	const joins, alone, all = "IPPROTO_IP, IP_ADD_MEMBERSHIP, {239.1.2.3, 127.0.0.1}", "IPPROTO_IP, IP_MULTICAST_ALL, 0", "IPPROTO_IP, IP_MULTICAST_ALL, 1"
	group := netip.MustParseAddrPort("239.1.2.3:80")
	for name, tt := range map[string]struct {
		bound   netip.AddrPort
		options []string
		want    bool
	}{
		"it takes its own alone, and has none": {anyAt, []string{alone}, true},
		"it takes its own alone, and has it":   {anyAt, []string{joins, alone}, false},
		"it takes those of its host":           {anyAt, nil, false},
		"it takes those of its host again":     {anyAt, []string{alone, all}, false},
		"it is at another port":                {otherAt, []string{alone}, false},
		"it has set what is not known":         {anyAt, []string{alone, "IPPROTO_IP, 42, {1, 2}"}, false},
	} {
		tp := newTape()
		tp.do(udp("server", "socket", -1).args("AF_INET, SOCK_DGRAM, 0").returns(3), udp("server", "bind", 3).args(tt.bound.String()).at(tt.bound))
		for _, o := range tt.options {
			tp.do(udp("server", "setsockopt", 3).at(tt.bound).args(o))
		}
		n := tp.datagram(clientAt, group, "hello")
		if got := packet(t, tp.of(), n).Bystanders; (len(got) == 1) != tt.want {
			t.Errorf("%s: %d", name, len(got))
		}
	}
}

// A connect() waits for the SYN,ACK: that it does so shows only when the SYN comes. It
// returns behind what came before its return, and before what came after.
func TestConnectWaits(t *testing.T) {
	tp := newTape()
	tp.do(tcp("client", "socket", -1).returns(4))
	connect := tp.Enter(tcp("client", "connect", 4).args(serverAt.String()).at(clientAt).with(serverAt).Call)
	l := tp.between(clientAt, serverAt)
	l.c(capture.SYN, "")
	l.s(synAck, "")
	tp.Return(connect)
	l.c(capture.ACK, "")
	r := tells(t, tp, `
		client 4 socket() makes client 4
		enter client 4 connect()
		1: client 4 > 127.0.0.1:80
		2: 127.0.0.1:80 > client 4
		back client 4 connect()
		3: client 4 > 127.0.0.1:80`)
	if m := theCall(t, r, "connect"); !m.Time.Equal(connect.Exit) || m.Socket == nil || m.Entry.Call != nil {
		t.Errorf("it returns as %+v", m)
	}
}

// A packet of the same time as a return stands before it; two returns stand in the order
// of their times.
func TestOrderOfReturns(t *testing.T) {
	tp := newTape()
	var calls []*capture.Call
	for i, at := range []struct{ fd int }{{4}, {6}} {
		own := runtest.Loopback(uint16(40001 + i)) //nolint:gosec // two
		calls = append(calls, tp.Enter(tcp("client", "connect", at.fd).args(serverAt.String()).at(own).with(serverAt).Call))
	}
	a, b := tp.between(clientAt, serverAt), tp.between(otherAt, serverAt)
	a.c(capture.SYN, "")
	b.c(capture.SYN, "")
	tp.Return(calls[1])
	tp.Return(calls[0])
	a.c(capture.ACK, "")
	rec := tp.Recording()
	last := rec.Packets()[2]
	last.Time = calls[0].Exit
	r := builder.Of(rec)
	want := []string{
		"enter client 4 connect()", "enter client 6 connect()", "1: client 4 > 127.0.0.1:80", "2: client 6 > 127.0.0.1:80",
		"back client 6 connect()", "3: client 4 > 127.0.0.1:80", "back client 4 connect()",
	}
	same(t, want, story(r.Moments))
}

// A close() that is held up ends its socket where it returns.
func TestCloseThatWaits(t *testing.T) {
	tp, l := accepted()
	l.c(pshAck, "x")
	c := tp.Enter(tcp("server", "close", 5).at(serverAt).with(clientAt).Call)
	l.s(finAck, "")
	tp.Wait(100 * time.Millisecond)
	tp.Return(c)
	r := tells(t, tp, `
		server 3 accept() makes server 5
		1: 127.0.0.1:40001 > server 5
		enter server 5 close()
		2: server 5 > 127.0.0.1:40001
		back server 5 close() ends it`)
	if s := packet(t, r, 2).From; s.End != theCall(t, r, "close") {
		t.Error("the socket does not end at the return")
	}
}

// What never returns stands where it was made, and waits for ever. Its entry comes last.
func TestCallsThatNeverReturn(t *testing.T) {
	tp := newTape()
	tp.listens()
	tp.Unreturned(tcp("server", "accept", 3).at(serverAt).Call)
	tp.between(clientAt, serverAt).opens()
	tp.do(tcp("client", "socket", -1).returns(4))
	tp.Unreturned(tcp("client", "connect", 4).args(serverAt.String()).Call)
	tells(t, tp, `
		server 3 socket() makes server 3
		server 3 bind() quiet
		server 3 listen() quiet
		enter server 3 accept()
		1: 127.0.0.1:40001 > server 3
		2: server 3 > 127.0.0.1:40001
		3: 127.0.0.1:40001 > server 3
		client 4 socket() makes client 4
		enter client 4 connect()`)
}

// A call is quiet if it might have sent something, and packets show that it did not.
func TestQuietCalls(t *testing.T) {
	send := tcp("server", "send", 5).at(serverAt).with(clientAt).moves("x", 1)
	for name, tt := range map[string]struct {
		call   made
		during func(l *line)
		want   bool
	}{
		"sends nothing":                {send, nil, true},
		"sends":                        {send, func(l *line) { l.s(pshAck, "x") }, false},
		"the other side sends":         {send, func(l *line) { l.c(pshAck, "x") }, true},
		"another connection sends":     {send, func(l *line) { l.between(otherAt, serverAt).s(pshAck, "x") }, true},
		"fails":                        {send.fails("EPIPE"), nil, false},
		"without an address":           {send.at(noAddr), nil, false},
		"never sends":                  {tcp("server", "setsockopt", 5).args("SOL_SOCKET, SO_REUSEADDR, 1").at(serverAt), nil, false},
		"receives":                     {receives(), nil, false},
		"a shutdown, with its FIN":     {tcp("server", "shutdown", 5).args("SHUT_WR").at(serverAt).with(clientAt), func(l *line) { l.s(finAck, "") }, false},
		"a shutdown that sends no FIN": {tcp("server", "shutdown", 5).args("SHUT_RD").at(serverAt).with(clientAt), nil, true},
	} {
		tp, l := accepted()
		l.c(pshAck, "hello")
		c := tp.Enter(tt.call.Call)
		if tt.during != nil {
			tt.during(l)
		}
		tp.Return(c)
		l.s(pshAck, "later")
		if got := theCall(t, tp.of(), tt.call.Name).Quiet; got != tt.want {
			t.Errorf("%s: quiet %t", name, got)
		}
	}
	tp, l := accepted()
	l.c(pshAck, "hello")
	tp.do(tcp("client", "socket", -1).args("AF_INET, SOCK_STREAM, 0").returns(9), tcp("client", "bind", 9).fails("EADDRINUSE"), tcp("client", "close", 9))
	if !theCall(t, tp.of(), "close").Quiet {
		t.Error("a socket that never had an address has sent something")
	}
	tp = newTape()
	tp.do(send)
	if theCall(t, tp.of(), "send").Quiet {
		t.Error("no packet was captured at all: nobody can tell what it sent")
	}
}

// What a socket has been through when a call returns explains its outcome, not what it had
// been through when it was made.
func TestPastOfAReturn(t *testing.T) {
	tp := newTape()
	tp.do(tcp("client", "socket", -1).returns(4))
	connect := tp.Enter(tcp("client", "connect", 4).args(serverAt.String()).at(clientAt).with(serverAt).Call)
	l := tp.between(clientAt, serverAt)
	l.c(capture.SYN, "")
	l.s(rstAck, "")
	connect.Result, connect.Errno = -1, "ECONNREFUSED"
	tp.Return(connect)
	l.c(capture.SYN, "")
	m := theCall(t, tp.of(), "connect")
	if m.Kind != run.Return || !m.Meets.Reset {
		t.Errorf("it meets %+v", m.Meets)
	}
}

// A call that waits and a packet of the same time: the call was made before it came, so it
// cannot have found it.
func TestSameTime(t *testing.T) {
	_, l := accepted()
	l.c(pshAck, "hello")
	recv := l.Enter(receives().moves("hello", 9).Call)
	l.Wait(10 * time.Millisecond)
	l.Return(recv)
	rec := l.Recording()
	for _, e := range rec.Entries {
		if e.Packet != nil {
			e.Packet.Time = recv.Enter
		}
	}
	same(t, []string{
		"server 3 accept() makes server 5", "enter server 5 recv()", "1: 127.0.0.1:40001 > server 5", "back server 5 recv()",
	}, story(builder.Of(rec).Moments))
}

// A packet that was captured before a call was made is none that it waited for, though it
// is told later.
func TestPacketsOutOfOrder(t *testing.T) {
	tp := newTape()
	tp.do(tcp("client", "socket", -1).returns(4))
	connect := tp.Enter(tcp("client", "connect", 4).args(serverAt.String()).at(clientAt).with(serverAt).Call)
	l := tp.between(clientAt, serverAt)
	l.c(capture.SYN, "")
	tp.Return(connect)
	rec := tp.Recording()
	rec.Packets()[0].Time = connect.Enter.Add(-time.Microsecond)
	if m := theCall(t, builder.Of(rec), "connect"); m.Kind != run.Call {
		t.Errorf("it waits: %q", told(m))
	}
}

// A packet that is told behind a recv() is none that it waited for, though it was captured
// while that ran: what stands is not taken apart.
func TestPacketBehindARecv(t *testing.T) {
	tp, l := accepted()
	recv := tp.Enter(receives().moves("x", 9).Call)
	l.c(pshAck, "x")
	tp.Return(recv)
	rec := tp.Recording()
	i, last := len(rec.Entries)-2, len(rec.Entries)-1
	rec.Entries[i], rec.Entries[last] = rec.Entries[last], rec.Entries[i]
	same(t, []string{"server 3 accept() makes server 5", "server 5 recv()", "1: 127.0.0.1:40001 > server 5"}, story(builder.Of(rec).Moments))
}

// What waits first of all stands first.
func TestFirstOfAllWaits(t *testing.T) {
	tp := newTape()
	recv := tp.Enter(receives().Call)
	tp.between(clientAt, serverAt).c(pshAck, "x")
	tp.Wait(10 * time.Millisecond)
	tp.Return(recv)
	tells(t, tp, `
		enter server 5 recv()
		1: 127.0.0.1:40001 > 127.0.0.1:80
		back server 5 recv()`)
}

// A call that is made after another one has returned, and never returns itself, stands
// behind that return, though nothing else happens in between.
func TestWaitsBehindTheReturnBefore(t *testing.T) {
	tp := newTape()
	connect := tp.Enter(tcp("client", "connect", 4).args(serverAt.String()).Call)
	l := tp.between(clientAt, serverAt)
	l.opens()
	tp.Wait(time.Second)
	connect.Local, connect.Remote = clientAt, serverAt
	tp.Return(connect)
	tp.Wait(time.Millisecond)
	tp.Unreturned(tcp("client", "recv", 4).at(clientAt).with(serverAt).Call)
	tells(t, tp, `
		enter client 4 connect()
		1: client 4 > 127.0.0.1:80
		2: 127.0.0.1:80 > client 4
		3: client 4 > 127.0.0.1:80
		back client 4 connect()
		enter client 4 recv()`)
}
