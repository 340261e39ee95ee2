// Package capturetest makes captures by hand, for tests that need a packet which no
// real network sends when it is asked to. A capture reads like a script:
//
//	c := capturetest.New()
//	client, server := c.Host("10.0.0.1"), c.Host("10.0.0.2")
//	conn := c.TCP(client.Port(50000), server.Port(80))
//	conn.Open()                                   // SYN, SYN,ACK, ACK
//	request := conn.Client.Data("GET /")          // bytes 1-5
//	c.Wait(200 * time.Millisecond)
//	request.Again()                               // the same bytes, another IP packet
//	request.Copy()                                // the same IP packet, captured twice
//	conn.Server.ACK().Win(0)
//	data := c.Pcap(t)
//
// Host and Port are who sends. A Conn has two Ends, which count their own sequence
// numbers; those that a script names are relative to the initial one, as in a picture.
// Each method that sends returns a Frame, whose other methods change it: the frame is
// made into octets when the file is written, with lengths and checksums right.
//
//	Host, Port, Conn, End → Frame → octets → Pcap, Pcapng, Packets
//
// Frames stand in the file in the order of the script, a millisecond apart unless
// Capture.Wait or Capture.At says otherwise. Frame.Lose takes one out again: it was
// sent, and not captured.
package capturetest
