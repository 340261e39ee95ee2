// Package decode reads the headers of frames, down to the transport header, and no
// further: it never looks at what applications say.
//
//	Link, Data, Length of a capture.Packet
//	         │
//	       1 │ Glance ──► capture.Outline: a plain frame of TCP or UDP, and done
//	         │
//	       2 ▼ link.Step        Ethernet, VLAN, PPP, 802.11, … until IP
//	         │ ▲   ▲
//	         │ │   └─ tunnel.GRE ◄──┐
//	         │ └──── tunnel.Header ◄│─┐
//	       3 ▼                      │ │
//	        IPv4, IPv6 ─────────────┘ │
//	         │ ▲                      │
//	         ▼ │ 4                    │
//	      reassembly                  │
//	       5 │                        │
//	         ▼                        │
//	     TCP, ICMP    UDP ────────────┘
//	       6 │         │
//	         ▼         ▼
//	the rest of the capture.Packet
//
// Each step takes a header off a [frame.Cursor], and says what follows it:
//
//  1. [Glance] is for those who want no more than an outline, and of plain frames
//     only. Other frames take the long way, whose end is a [capture.Packet].
//  2. Package link takes off link layers and tags. It notes where the frame was seen.
//  3. IPv4 and IPv6 headers are read here, with options and extension headers. What
//     pads a frame goes here.
//  4. Fragments wait in package reassembly until the datagram is whole.
//  5. Transport headers are read here, and the packet that an ICMP error quotes: the options of
//     TCP by package option; of its checksum package checksum says whether it is wrong.
//  6. A GRE header, or a UDP datagram that carries a tunnel (package tunnel), leads
//     back to step 2 or 3.
//
// A frame is hostile: no length in it is believed beyond what is there, headers
// within one another are bounded, and a reason that is given in
// capture.Packet.Problem never holds octets of it.
package decode
