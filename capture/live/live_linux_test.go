package live

import (
	"bytes"
	"encoding/binary"
	"errors"
	"net"
	"net/netip"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"wireladder/capture/netns/netnstest"

	"wireladder/capture"
	"wireladder/capture/bpf"
	"wireladder/capture/decode"
)

// opened captures on lo until the test ends.
func opened(t *testing.T, o Options) Capture {
	t.Helper()
	o.Interface = "lo"
	live, err := Open(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := live.Close(); err != nil {
			t.Error(err)
		}
	})
	if live.LinkType() != capture.LinkEthernet {
		t.Errorf("link type %d, want Ethernet's", live.LinkType())
	}
	return live
}

// socket returns a UDP socket on 127.0.0.1.
func socket(t *testing.T) *net.UDPConn {
	t.Helper()
	conn, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	return conn
}

// address returns the address of a socket.
func address(conn net.Conn) netip.AddrPort { return netip.MustParseAddrPort(conn.LocalAddr().String()) }

// send sends a datagram from the socket to an address.
func send(t *testing.T, conn *net.UDPConn, to netip.AddrPort, payload []byte) {
	t.Helper()
	if _, err := conn.WriteToUDPAddrPort(payload, to); err != nil {
		t.Fatal(err)
	}
}

// readAll returns the packets up to the sentinel, decoded, without it.
func readAll(t *testing.T, live Capture) []*capture.Packet {
	t.Helper()
	sentinel, d := newSentinel(t), decode.NewDecoder()
	if err := sentinel.send(); err != nil {
		t.Fatal(err)
	}
	var packets []*capture.Packet
	for timeouts := 0; timeouts < 500; {
		p, err := live.Next()
		if errors.Is(err, ErrTimeout) {
			timeouts++
			_ = sentinel.send()
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		if d.Decode(p); sentinel.is(p) {
			return packets
		}
		if !sentinel.concerns(p) {
			packets = append(packets, p)
		}
	}
	t.Fatal("the sentinel does not come")
	return nil
}

func checkNoDrops(t *testing.T, live Capture) {
	t.Helper()
	if drops, err := live.Drops(); err != nil || drops.Lost() != 0 {
		t.Errorf("drops %+v, error %v", drops, err)
	}
}

// A burst that nobody reads until it is over is all there, each datagram once, in order,
// with stamps in ns from between its begin and its end. What is not there is counted: where
// the burst takes long the kernel has given all its blocks away, hardly filled.
func TestLiveBurst(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	const burst = 2000
	live, from, to := opened(t, Options{}), socket(t), socket(t)
	begin := time.Now()
	for i := range burst {
		payload := make([]byte, 4+i%1400)
		binary.BigEndian.PutUint32(payload, uint32(i))
		send(t, from, address(to), payload)
	}
	end := time.Now()
	packets := readAll(t, live)
	drops, err := live.Drops()
	if missing := burst - len(packets); err != nil || missing < 0 || missing > 0 && drops.Lost() < uint64(missing) {
		t.Fatalf("%d packets of %d, dropped: %+v, error %v", len(packets), burst, drops, err)
	}
	inMicroseconds, before := true, -1
	for i, p := range packets {
		if p.Proto != capture.UDP || p.Src != address(from) || p.Dst != address(to) || p.Problem != "" {
			t.Fatalf("packet %d is %v from %v to %v: %s", i, p.Proto, p.Src, p.Dst, p.Problem)
		}
		n := int(binary.BigEndian.Uint32(p.Payload))
		if n <= before || n != i && drops.Lost() == 0 || p.PayloadLength != 4+n%1400 {
			t.Fatalf("packet %d is datagram %d of %d octets", i, n, p.PayloadLength)
		}
		before = n
		if p.Time.Before(begin.Round(0)) || p.Time.After(end.Round(0)) {
			t.Errorf("packet %d is stamped %v, sent between %v and %v", i, p.Time, begin, end)
		}
		inMicroseconds = inMicroseconds && p.Time.Nanosecond()%1000 == 0
	}
	if inMicroseconds {
		t.Error("no stamp has nanoseconds")
	}
	if drops.Received < burst {
		t.Errorf("%d received, want at least %d", drops.Received, burst)
	}
}

// The largest datagram and the largest segment that lo carries in one frame.
func TestLiveLargeFrames(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	live, from, to := opened(t, Options{}), socket(t), socket(t)
	payload := bytes.Repeat([]byte("large"), 65500/5)
	for range 20 {
		send(t, from, address(to), payload)
	}
	packets := readAll(t, live)
	if len(packets) != 20 {
		t.Fatalf("%d packets, want 20", len(packets))
	}
	for _, p := range packets {
		if !bytes.Equal(p.Payload, payload) || p.Length != len(p.Data) {
			t.Fatalf("%d octets of %d, of payload %d", len(p.Data), p.Length, len(p.Payload))
		}
	}
	checkNoDrops(t, live)
}

func TestLiveSnapLength(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	live, from, to := opened(t, Options{SnapLength: 60}), socket(t), socket(t)
	send(t, from, address(to), make([]byte, 100))
	for _, p := range readAll(t, live) {
		if len(p.Data) != 60 || p.Length != 142 || len(p.Payload) != 18 || p.PayloadLength != 100 {
			t.Errorf("%d octets of %d, %d of payload %d", len(p.Data), p.Length, len(p.Payload), p.PayloadLength)
		}
	}
}

// What a small buffer loses is counted, and the count is not lost by reading it.
func TestLiveDrops(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	live, from, to := opened(t, Options{BufferSize: 1}), socket(t), socket(t)
	const sent = 200
	for range sent {
		send(t, from, address(to), make([]byte, 60000))
	}
	early, err := live.Drops()
	if err != nil || early.Kernel == 0 {
		t.Fatalf("drops %+v, error %v", early, err)
	}
	got := len(readAll(t, live))
	if got >= sent {
		t.Fatalf("all %d packets are there: the test loses nothing", sent)
	}
	drops, err := live.Drops()
	if err != nil || drops.Kernel < early.Kernel || drops.Kernel < uint64(sent-got) || drops.Received < sent {
		t.Errorf("%d of %d packets, drops first %+v, then %+v, error %v", got, sent, early, drops, err)
	}
}

func TestLiveFilter(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	from, to, other := socket(t), socket(t), socket(t)
	sentinel := newSentinel(t)
	closed := address(other)
	if err := other.Close(); err != nil {
		t.Fatal(err)
	}
	filter, err := bpf.PortFilter(address(to).Port(), sentinel.Port())
	if err != nil {
		t.Fatal(err)
	}
	live := opened(t, Options{Filter: filter})
	send(t, from, address(from), []byte("not this one"))
	send(t, from, address(to), []byte("this one"))
	send(t, from, closed, []byte("nor this one, but the ICMP error"))
	if err := sentinel.send(); err != nil {
		t.Fatal(err)
	}
	var got []string
	for d, timeouts := decode.NewDecoder(), 0; timeouts < 500; {
		p, err := live.Next()
		if errors.Is(err, ErrTimeout) {
			timeouts++
			continue
		} else if err != nil {
			t.Fatal(err)
		}
		if d.Decode(p); sentinel.is(p) {
			break
		}
		got = append(got, p.Proto.String()+" "+p.ICMP.Quoted.Dst.String()+" "+p.Dst.String())
	}
	none := netip.AddrPort{}.String()
	want := []string{"udp " + none + " " + address(to).String(), "icmp " + closed.String() + " 127.0.0.1:0"}
	if strings.Join(got, ", ") != strings.Join(want, ", ") {
		t.Errorf("captured %q, want %q", got, want)
	}
}

// A call that sends is made before its packet's stamp, and one that receives
// returns after it: what the order of a recording rests on.
func TestLiveOrder(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	const exchanges = 300
	live := opened(t, Options{})
	client, server := tcpPair(t)
	sent, received := make([]time.Time, 2*exchanges), make([]time.Time, 2*exchanges)
	buffer := make([]byte, 1)
	for i := range sent {
		from, to := client, server
		if i%2 == 1 {
			from, to = server, client
		}
		sent[i] = time.Now().Round(0)
		if _, err := from.Write([]byte{byte(i)}); err != nil {
			t.Fatal(err)
		}
		if _, err := to.Read(buffer); err != nil {
			t.Fatal(err)
		}
		received[i] = time.Now().Round(0)
	}
	n := 0
	for _, p := range readAll(t, live) {
		if p.PayloadLength == 0 {
			continue
		}
		if n < len(sent) && (p.Payload[0] != byte(n) || p.Time.Before(sent[n]) || p.Time.After(received[n])) {
			t.Errorf("octet %d stamped %v, sent %v, received %v", p.Payload[0], p.Time, sent[n], received[n])
		}
		n++
	}
	if n != len(sent) {
		t.Errorf("%d segments with data, want %d", n, len(sent))
	}
}

// tcpPair returns both ends of a TCP connection over lo.
func tcpPair(t *testing.T) (client, server net.Conn) {
	t.Helper()
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	if client, err = net.Dial("tcp4", listener.Addr().String()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = client.Close() })
	if server, err = listener.Accept(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	return client, server
}

func TestLiveTimeout(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	live := opened(t, Options{ReadTimeout: time.Nanosecond}) // rounded up: 0 would be for ever
	if p, err := live.Next(); !errors.Is(err, ErrTimeout) {
		t.Errorf("Next() = %v, %v on a silent interface", p, err)
	}
}

func TestOpenLiveErrors(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	for _, name := range []string{"nosuch0", "a-name-that-no-interface-can-have"} {
		_, err := Open(Options{Interface: name})
		if !errors.Is(err, os.ErrNotExist) || !errors.Is(err, unix.ENODEV) || !strings.Contains(err.Error(), name) {
			t.Errorf("Open of %q: %v", name, err)
		}
	}
	netnstest.SetLoopback(t, false)
	if _, err := Open(Options{Interface: "lo"}); !errors.Is(err, unix.ENETDOWN) {
		t.Errorf("Open with lo down: %v", err)
	}
}

func TestOpenLiveNotPermitted(t *testing.T) {
	runtime.LockOSThread() // and never unlock: the thread ends with the test
	header := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
	var none [2]unix.CapUserData
	if err := unix.Capset(&header, &none[0]); err != nil {
		t.Fatal(err)
	}
	_, err := Open(Options{Interface: "lo"})
	if !errors.Is(err, os.ErrPermission) {
		t.Errorf("Open without rights: %v", err)
	}
}

func TestLiveBackend(t *testing.T) {
	if name := Backend(); name != "AF_PACKET" && !strings.HasPrefix(name, "libpcap 1.") {
		t.Errorf("Backend() = %q", name)
	}
}
