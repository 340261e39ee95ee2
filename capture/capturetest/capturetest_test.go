package capturetest_test

import (
	"bytes"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/capturetest"
	"wireladder/capture/savefile"
)

// script returns a capture with something of everything, on the link type.
func script(link capture.LinkType, client, server string) (*capturetest.Capture, *capturetest.Conn) {
	c := capturetest.New()
	c.Link = link
	conn := c.TCP(c.Host(client).Port(50000), c.Host(server).Port(80))
	conn.Open()
	conn.Client.Data("hello")
	conn.Server.ACK()
	conn.Close()
	return c, conn
}

// TestConversation checks that a script is decoded as what it says, whatever the link
// type and the version of IP.
func TestConversation(t *testing.T) {
	flags := []capture.Flags{
		capture.SYN, capture.SYN | capture.ACK, capture.ACK, capture.PSH | capture.ACK, capture.ACK,
		capture.FIN | capture.ACK, capture.FIN | capture.ACK, capture.ACK,
	}
	seq := []uint32{0, 0, 1, 1, 1, 6, 1, 7}
	ack := []uint32{0, 1, 1, 1, 6, 1, 7, 2}
	for _, link := range []capture.LinkType{capture.LinkEthernet, capture.LinkSLL2, capture.LinkNull, capture.LinkRaw} {
		for _, hosts := range [][2]string{{"10.0.0.1", "10.0.0.2"}, {"2001:db8::1", "2001:db8::2"}} {
			c, conn := script(link, hosts[0], hosts[1])
			packets := c.Packets()
			if len(packets) != len(flags) {
				t.Fatalf("%v: %d packets", link, len(packets))
			}
			for i, p := range packets {
				from, to := conn.Client, conn.Server
				if i == 1 || i == 4 || i == 6 {
					from, to = to, from
				}
				wantAck := capture.Seq(to.ISN + ack[i])
				if i == 0 {
					wantAck = 0
				}
				if p.Problem != "" || p.TCP.Flags != flags[i] || p.TCP.Seq != capture.Seq(from.ISN+seq[i]) || p.TCP.Ack != wantAck {
					t.Errorf("%v: packet %d: %q %v seq=%d ack=%d", link, i+1, p.Problem, p.TCP.Flags, p.TCP.Seq, p.TCP.Ack)
				}
				if want := capturetest.Start.Add(time.Duration(i) * time.Millisecond); !p.Time.Equal(want) {
					t.Errorf("%v: packet %d at %v", link, i+1, p.Time)
				}
			}
			if o := packets[0].TCP.Options; o.MSS != 1460 || !o.SACKPermitted {
				t.Errorf("%v: options %+v", link, o)
			}
		}
	}
}

// TestRepetitions tells a packet that is sent again from one that is captured again.
func TestRepetitions(t *testing.T) {
	c := capturetest.New()
	conn := c.TCP(c.Host("10.0.0.1").Port(50000), c.Host("10.0.0.2").Port(80))
	conn.Open()
	f := conn.Client.Data("hello")
	c.Wait(200 * time.Millisecond)
	f.Again()
	f.Copy()
	f.Copy().Hop().From("192.0.2.1", 61000)
	conn.Server.ACK().With(capturetest.SACK(1, 3))
	p := c.Packets()[3:]
	id := func(i int) uint16 { return uint16(p[i].Data[18])<<8 | uint16(p[i].Data[19]) }
	if id(1) == id(0) || !bytes.Equal(p[2].Data, p[0].Data) || id(3) != id(0) || p[3].Data[22] != 63 {
		t.Error("identifications and hop limits are wrong")
	}
	if p[1].Time.Sub(p[0].Time) != 200*time.Millisecond || p[2].Time.Sub(p[1].Time) != 2*time.Microsecond {
		t.Error("times are wrong")
	}
	if p[3].Src.String() != "192.0.2.1:61000" || p[0].Src.String() != "10.0.0.1:50000" {
		t.Errorf("a copy behind a NAT is from %v", p[3].Src)
	}
	if o := p[4].TCP.Options; o.SACKBlocks != 1 || o.SACK[0].From != p[0].TCP.Seq || o.SACK[0].To != p[0].TCP.Seq.Add(2) {
		t.Errorf("SACK is %+v", o)
	}
}

// TestDatagrams checks ICMP errors, fragments and groups.
func TestDatagrams(t *testing.T) {
	c := capturetest.New()
	client, server, router := c.Host("2001:db8::1"), c.Host("2001:db8::2"), c.Host("2001:db8::fe")
	f := client.Port(5000).Send(server.Port(53), capturetest.Filler(2000))
	router.ICMP(f, capturetest.PacketTooBig(1280))
	pieces := f.Fragment(1232)
	c.Put(pieces[1], pieces[0])
	client.Port(5000).Send(c.Group("ff02::fb").Port(5353), "who")
	p := c.Packets()
	if p[0].Proto != capture.ICMPv6 || p[0].ICMP.Type != 2 || p[0].ICMP.Quoted.Dst.Port() != 53 {
		t.Errorf("the error is %v %+v", p[0].Proto, p[0].ICMP)
	}
	if len(pieces) != 2 || p[2].Fragments != 2 || p[2].PayloadLength != 2000 {
		t.Errorf("%d fragments make %d octets: %s", p[2].Fragments, p[2].PayloadLength, p[2].Problem)
	}
	if !bytes.HasPrefix(p[3].Data, []byte{0x33, 0x33, 0, 0, 0, 0xfb}) {
		t.Errorf("multicast goes to %x", p[3].Data[:6])
	}
}

// TestFiles checks that the files can be read, and hold the link type and interfaces.
func TestFiles(t *testing.T) {
	for _, link := range []capture.LinkType{capture.LinkEthernet, capture.LinkSLL2, capture.LinkNull} {
		c, conn := script(link, "10.0.0.1", "10.0.0.2")
		readBack(t, c, c.Pcap(t))
		conn.Client.ACK().On(2)
		if name, _ := c.File(t); (name == "made.pcapng") != (link != capture.LinkSLL2) {
			t.Errorf("%v makes %s", link, name)
		}
		if link != capture.LinkSLL2 {
			readBack(t, c, c.Pcapng(t))
		}
	}
}

// readBack checks that a file holds the packets of a capture.
func readBack(t *testing.T, c *capturetest.Capture, file []byte) {
	t.Helper()
	r, err := savefile.NewReader(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range c.Packets() {
		e, err := r.Next()
		if err != nil {
			t.Fatal(err)
		}
		if p := e.Packet; !bytes.Equal(p.Data, want.Data) || !p.Time.Equal(want.Time) || p.Link != want.Link {
			t.Fatalf("packet %d is read as %v", i+1, p)
		}
	}
}
