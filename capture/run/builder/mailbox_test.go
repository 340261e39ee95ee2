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

// opensMail opens the server's socket, with descriptor 3, and a client's, with descriptor 4.
func (t tape) opensMail() {
	t.do(
		udp("server", "socket", -1).args("AF_INET, SOCK_DGRAM, 0").returns(3), udp("server", "bind", 3).args(serverAt.String()).at(serverAt),
		udp("client", "socket", -1).args("AF_INET, SOCK_DGRAM, 0").returns(4),
	)
}

// posts sends a datagram of the client, or of the server to it.
func (t tape) posts(back bool, text string) int {
	if back {
		t.do(udp("server", "sendto", 3).at(serverAt).args(clientAt.String()).moves(text, len(text)))
		return t.datagram(serverAt, clientAt, text)
	}
	t.do(udp("client", "sendto", 4).at(clientAt).args(serverAt.String()).moves(text, len(text)))
	return t.datagram(clientAt, serverAt, text)
}

// takes receives a datagram: the client, or the server from somebody.
func (t tape) takes(c made, text string) { t.do(c.moves(text, 99)) }

// A datagram has waited where its receiver's program has answered another one since it came.
func TestKept(t *testing.T) {
	fromOther := udp("server", "recvfrom", 3).at(serverAt).with(otherAt)
	fromClient := udp("server", "recvfrom", 3).at(serverAt).with(clientAt)
	for name, tt := range map[string]struct {
		between func(tp tape)
		want    bool
	}{
		"another is served": {func(tp tape) { tp.posts(true, "HELLO") }, true},
		"nobody is":         {func(tape) {}, false},
		"it is answered itself": {func(tp tape) {
			tp.do(udp("server", "sendto", 3).at(serverAt).args(otherAt.String()).moves("so", 2))
			tp.datagram(serverAt, otherAt, "so")
		}, false},
		"both are": {func(tp tape) {
			tp.posts(true, "HELLO")
			tp.datagram(serverAt, otherAt, "so")
		}, true},
	} {
		tp := newTape()
		tp.opensMail()
		tp.posts(false, "hello")
		tp.takes(fromClient, "hello")
		n := tp.datagram(otherAt, serverAt, "late")
		tt.between(tp)
		tp.takes(fromOther, "late")
		r := tp.of()
		m := r.Moments[len(r.Moments)-1]
		if kept := packet(t, r, n).Facts.Kept; m.Call == nil || m.Meets.Kept != tt.want || kept != tt.want {
			t.Errorf("%s: the call says %v, the datagram %v", name, m.Meets.Kept, kept)
		}
	}
}

// The second one of two answers that are alike is one to a second copy where the program has received that in between.
func TestToCopy(t *testing.T) {
	for _, twice := range []bool{true, false} {
		m := runtest.NewMail("")
		asked := m.Post(false, "hello")
		m.Wait(time.Millisecond)
		m.Arrive(asked)
		m.ArriveBy(asked, "duplicate 1st client datagram")
		m.Get(m.Ask(true), "hello")
		m.Post(true, "HELLO")
		if twice {
			m.Get(m.Ask(true), "hello")
		}
		again := m.Post(true, "HELLO")
		if f := packet(t, builder.Of(m.Recording()), again).Facts; f.ToCopy != twice || f.SameAs == 0 {
			t.Errorf("received twice: %t, and it is to the copy: %t", twice, f.ToCopy)
		}
	}
}

// A datagram that was there before a client has asked once more is no answer to that, where all that it had asked before
// was answered.
func TestStale(t *testing.T) {
	takes := udp("client", "recvfrom", 4).at(clientAt).with(serverAt)
	for name, tt := range map[string]struct {
		play  func(tp tape)
		stale int
	}{
		"answered twice, and asked again": {func(tp tape) {
			tp.posts(false, "1")
			tp.posts(true, "one")
			tp.posts(true, "one more")
			tp.takes(takes, "one")
			tp.posts(false, "2")
			tp.takes(takes, "one more")
		}, 4},
		"asked twice before any answer is taken": {func(tp tape) {
			tp.posts(false, "1")
			tp.posts(true, "one")
			tp.posts(false, "2")
			tp.takes(takes, "one")
		}, 0},
		"one for one": {func(tp tape) {
			tp.posts(false, "1")
			tp.posts(true, "one")
			tp.takes(takes, "one")
			tp.posts(false, "2")
			tp.posts(true, "two")
			tp.takes(takes, "two")
		}, 0},
	} {
		tp := newTape()
		tp.opensMail()
		tt.play(tp)
		r := tp.of()
		if m := r.Moments[len(r.Moments)-1]; m.Call == nil || !m.Call.Does(capture.Receives) || m.Meets.Stale != tt.stale {
			t.Errorf("%s: %d", name, m.Meets.Stale)
		}
	}
}

// A call returns one datagram, though another one had come: a later call has received that.
func TestMore(t *testing.T) {
	take := func(text string) made {
		return udp("server", "recvfrom", 3).at(serverAt).with(clientAt).moves(text, 99)
	}
	for name, tt := range map[string]struct {
		play func(tp tape)
		want []bool
	}{
		"two had come": {func(tp tape) {
			tp.posts(false, "1")
			tp.posts(false, "2")
			tp.do(take("1"), take("2"))
		}, []bool{true, false}},
		"the second one came later": {func(tp tape) {
			tp.posts(false, "1")
			tp.do(take("1"))
			tp.posts(false, "2")
			tp.do(take("2"))
		}, []bool{false, false}},
		"the second one is never received": {func(tp tape) {
			tp.posts(false, "1")
			tp.posts(false, "2")
			tp.do(take("1"))
		}, []bool{false}},
		"it was only looked at": {func(tp tape) {
			tp.posts(false, "1")
			tp.do(take("1").args("MSG_PEEK"), take("1"))
		}, []bool{false, false}},
	} {
		tp := newTape()
		tp.opensMail()
		tt.play(tp)
		var got []bool
		for _, m := range tp.of().Moments {
			if m.Call != nil && m.Call.Does(capture.Receives) {
				got = append(got, m.Meets.More)
			}
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// A socket that receives what was sent to a group may have joined it or not, as far as all its calls are known; so may one
// that sets an option.
func TestOutsider(t *testing.T) {
	group := netip.MustParseAddrPort("239.1.2.3:80")
	for name, tt := range map[string]struct {
		options []string
		born    bool
		want    bool
	}{
		"it has not":                {nil, true, true},
		"it has":                    {[]string{"IPPROTO_IP, IP_ADD_MEMBERSHIP, {239.1.2.3, 127.0.0.1}"}, true, false},
		"another group":             {[]string{"IPPROTO_IP, IP_ADD_MEMBERSHIP, {239.1.2.4, 127.0.0.1}"}, true, true},
		"it has left it":            {[]string{"IPPROTO_IP, IP_ADD_MEMBERSHIP, {239.1.2.3, 127.0.0.1}", "IPPROTO_IP, IP_DROP_MEMBERSHIP, {239.1.2.3, 127.0.0.1}"}, true, true},
		"by an option not known":    {[]string{"IPPROTO_IP, 42, {1, 2}"}, true, false},
		"by an address not known":   {[]string{"IPPROTO_IP, IP_ADD_MEMBERSHIP, 0x7ffe"}, true, false},
		"its socket() was not seen": {nil, false, false},
	} {
		tp := newTape()
		if tt.born {
			tp.do(udp("server", "socket", -1).args("AF_INET, SOCK_DGRAM, 0").returns(3))
		}
		tp.do(udp("server", "bind", 3).args(anyAt.String()).at(anyAt))
		for _, o := range tt.options {
			tp.do(udp("server", "setsockopt", 3).at(anyAt).args(o))
		}
		tp.do(udp("server", "setsockopt", 3).at(anyAt).args("IPPROTO_IP, IP_MULTICAST_ALL, 0"))
		tp.datagram(clientAt, group, "hello")
		tp.takes(udp("server", "recvfrom", 3).at(anyAt).with(clientAt), "hello")
		r := tp.of()
		if m := theCall(t, r, "recvfrom"); !m.Meets.ToGroup || m.Meets.Outsider != tt.want {
			t.Errorf("%s: %+v", name, m.Meets)
		}
		option := r.Moments[len(r.Moments)-3]
		if none := tt.want && name != "another group"; option.Call == nil || option.Meets.Outsider != none {
			t.Errorf("%s: the option says %v", name, option.Meets.Outsider)
		}
	}
}

// A call that waits for several sockets tells what those are for that are ready, by inodes as well.
func TestReady(t *testing.T) {
	for name, tt := range map[string]struct {
		ready string
		inode uint64
		want  run.Ready
	}{
		"a connection":       {"{3}", 0, run.Ready{Connection: true}},
		"something has come": {"{5}", 0, run.Ready{Octets: true}},
		"both":               {"{3, 5}", 0, run.Ready{Connection: true, Octets: true}},
		"by its inode":       {"{3}", 77, run.Ready{Connection: true}},
		"of what is unknown": {"{9}", 0, run.Ready{}},
	} {
		tp := newTape()
		of := func(m made, inode uint64) made { m.Inode, m.Born = inode, 0; return m }
		socket := tcp("server", "socket", -1).args("AF_INET, SOCK_STREAM, 0").returns(3)
		socket.Born = tt.inode
		tp.do(socket, of(tcp("server", "bind", 3).args(serverAt.String()).at(serverAt), tt.inode), of(tcp("server", "listen", 3).args("5").at(serverAt), tt.inode))
		tp.do(of(tcp("server", "accept", 3).at(serverAt).with(clientAt).returns(5), tt.inode))
		tp.do(tcp("server", "select", -1).args("6, {3, 5, 9}, NULL, NULL, NULL; ready: " + tt.ready).returns(1))
		if m := theCall(t, tp.of(), "select"); m.Meets.Ready != tt.want {
			t.Errorf("%s: %+v", name, m.Meets.Ready)
		}
	}
}
