package cmd_test

import (
	"slices"
	"strings"
	"time"
)

// The two ends of most captures that are made by hand.
const (
	leftEnd, rightEnd = "10.0.0.1:40000", "10.0.0.2:12000"
	msec, usec        = time.Millisecond, time.Microsecond
)

// opening is a handshake between the two, 1 ms a packet: numbers 1001 and 5001 are
// those of the first bytes.
func opening() []madeFrame {
	return []madeFrame{
		{at: 0, src: leftEnd, dst: rightEnd, flags: onlySYN, seq: 1000, id: 101},
		{at: 1 * msec, src: rightEnd, dst: leftEnd, flags: synACK, seq: 5000, ack: 1001, id: 0},
		{at: 2 * msec, src: leftEnd, dst: rightEnd, flags: onlyACK, seq: 1001, ack: 5001, id: 102},
	}
}

// exchange is a connection with a question and an answer.
func exchange() []madeFrame {
	return append(opening(),
		madeFrame{at: 3 * msec, src: leftEnd, dst: rightEnd, flags: pushACK, seq: 1001, ack: 5001, id: 103, payload: "hello\n"},
		madeFrame{at: 4 * msec, src: rightEnd, dst: leftEnd, flags: onlyACK, seq: 5001, ack: 1007, id: 901},
		madeFrame{at: 5 * msec, src: rightEnd, dst: leftEnd, flags: pushACK, seq: 5001, ack: 1007, id: 902, payload: "HELLO\n"},
		madeFrame{at: 6 * msec, src: leftEnd, dst: rightEnd, flags: onlyACK, seq: 1007, ack: 5007, id: 104},
		madeFrame{at: 7 * msec, src: leftEnd, dst: rightEnd, flags: finACK, seq: 1007, ack: 5007, id: 105},
		madeFrame{at: 8 * msec, src: rightEnd, dst: leftEnd, flags: finACK, seq: 5007, ack: 1008, id: 903},
		madeFrame{at: 9 * msec, src: leftEnd, dst: rightEnd, flags: onlyACK, seq: 1008, ack: 5008, id: 106})
}

// twice returns frames of which each is seen again a moment later, changed on the way.
func twice(frames []madeFrame, change func(*madeFrame)) (all []madeFrame) {
	for _, f := range frames {
		again := f
		again.at += 11 * usec
		change(&again)
		all = append(all, f, again)
	}
	return all
}

// madeCases are all that are made by hand.
func madeCases() []madeCase {
	return slices.Concat(madeCopies(), madeRepeats(), madeOrders(), madeBeginnings(), madeGroups())
}

func madeCopies() []madeCase {
	routed := func(f *madeFrame) { f.hops, f.seenBy = 63, 7 }
	translated := func(f *madeFrame) {
		f.hops, f.seenBy = 63, 7
		f.src = strings.Replace(f.src, leftEnd, "192.0.2.77:61000", 1)
		f.dst = strings.Replace(f.dst, leftEnd, "192.0.2.77:61000", 1)
	}
	return []madeCase{
		{sentenceCase{
			file: "captured-twice.pcap", copies: evens(20), says: doubled(20),
			truth: "each packet stands twice, 11 µs apart, with the same IP ID (0 for the SYN,ACK, as Linux has it)",
		}, twice(exchange(), func(*madeFrame) {})},
		{sentenceCase{
			file: "captured-before-and-behind-a-router.pcap", copies: evens(20), says: doubled(20),
			truth: "each packet was captured before and behind a router: TTL 64 and 63, other MAC addresses",
		}, twice(exchange(), routed)},
		{sentenceCase{
			file: "captured-before-and-behind-nat.pcap", copies: evens(20), says: doubled(20),
			truth: "each packet was captured before and behind a router that translates the client's address and port",
		}, twice(exchange(), translated)},
		{sentenceCase{
			file:  "real-duplicate-acks.pcap",
			truth: "5 and 7 acknowledge the same number, each with an IP ID of its own, since 4 and 6 came behind a gap: sent twice, and no copies",
			says:  []saying{ofPacket(7, `duplicate|again|still waits|asks`).not(isCopy), ofPacket(0).not(`captured twice`)},
		}, append(opening(),
			madeFrame{at: 3 * msec, src: leftEnd, dst: rightEnd, flags: pushACK, seq: 1101, ack: 5001, id: 110, payload: strings.Repeat("b", 100)},
			madeFrame{at: 3*msec + 10*usec, src: rightEnd, dst: leftEnd, flags: onlyACK, seq: 5001, ack: 1001, id: 910},
			madeFrame{at: 3*msec + 20*usec, src: leftEnd, dst: rightEnd, flags: pushACK, seq: 1201, ack: 5001, id: 111, payload: strings.Repeat("c", 100)},
			madeFrame{at: 3*msec + 30*usec, src: rightEnd, dst: leftEnd, flags: onlyACK, seq: 5001, ack: 1001, id: 911})},
	}
}

func madeRepeats() []madeCase {
	return []madeCase{
		{sentenceCase{
			file:  "spurious-acked.pcap",
			truth: "3 repeats the 264 bytes of 1, which 2 had acknowledged 184 ms before: sent for nothing. 4 offers a larger window, and no window was 0",
			says: []saying{
				ofPacket(3, `packet 2|for nothing|had (been )?acknowledged`).not(noACKCame, timerRan, isCopy),
				ofPacket(4).not(`room again`, `reopen`, `has read`),
				inOutput("picture").not(noACKCame, `room again`),
			},
		}, []madeFrame{
			{at: 0, src: rightEnd, dst: leftEnd, flags: pushACK, seq: 5001, ack: 1001, id: 901, payload: strings.Repeat("x", 264), window: 1204},
			{at: 3735 * usec, src: leftEnd, dst: rightEnd, flags: onlyACK, seq: 1001, ack: 5265, id: 101, window: 2043},
			{at: 187461 * usec, src: rightEnd, dst: leftEnd, flags: pushACK, seq: 5001, ack: 1001, id: 902, payload: strings.Repeat("x", 264), window: 1204},
			{at: 190595 * usec, src: leftEnd, dst: rightEnd, flags: onlyACK, seq: 1001, ack: 5265, id: 102, window: 2048},
		}},
		{sentenceCase{
			file:  "syn-again-answered.pcap",
			truth: "the SYN comes again after 1.02 s, though its SYN,ACK was captured: that did not reach the client. 4 answers it again",
			says: []saying{
				ofPacket(3, `packet 2|for nothing|(was|had been) answered|did not reach|though`).not(noACKCame), ofPacket(4, `again|once more|repeat`).not(isCopy),
				ofPacket(5).not(isMissing),
				inOutput("picture").not(`no answer came`),
			},
		}, []madeFrame{
			{at: 0, src: leftEnd, dst: rightEnd, flags: onlySYN, seq: 1000, id: 101},
			{at: 1 * msec, src: rightEnd, dst: leftEnd, flags: synACK, seq: 5000, ack: 1001, id: 0},
			{at: 1020 * msec, src: leftEnd, dst: rightEnd, flags: onlySYN, seq: 1000, id: 102},
			{at: 1021 * msec, src: rightEnd, dst: leftEnd, flags: synACK, seq: 5000, ack: 1001, id: 0},
			{at: 1022 * msec, src: leftEnd, dst: rightEnd, flags: onlyACK, seq: 1001, ack: 5001, id: 103},
		}},
		{sentenceCase{
			file:  "fin-again-soon.pcap",
			truth: "5 is the FIN of 4 again, 5 ms later: no retransmission timer is that short. 6 is the FIN again 215 ms after that: one can have run out",
			says: []saying{
				ofPacket(5, `again|once more|repeat|probe`).not(timerRan, isCopy), ofPacket(6, `again|once more|repeat`),
				inOutput("picture").not(`no ACK came in 5(\.00)? ms`),
			},
		}, append(opening(),
			madeFrame{at: 10 * msec, src: leftEnd, dst: rightEnd, flags: finACK, seq: 1001, ack: 5001, id: 103},
			madeFrame{at: 15 * msec, src: leftEnd, dst: rightEnd, flags: finACK, seq: 1001, ack: 5001, id: 104},
			madeFrame{at: 230 * msec, src: leftEnd, dst: rightEnd, flags: finACK, seq: 1001, ack: 5001, id: 105},
			madeFrame{at: 231 * msec, src: rightEnd, dst: leftEnd, flags: finACK, seq: 5001, ack: 1002, id: 901},
			madeFrame{at: 232 * msec, src: leftEnd, dst: rightEnd, flags: onlyACK, seq: 1002, ack: 5002, id: 106})},
	}
}

func madeOrders() []madeCase {
	data := func(at time.Duration, seq uint32, id uint16, size int) madeFrame {
		return madeFrame{at: at, src: leftEnd, dst: rightEnd, flags: onlyACK, seq: seq, ack: 5001, id: id, payload: strings.Repeat("x", size)}
	}
	return []madeCase{
		{sentenceCase{
			file:  "out-of-order.pcap",
			truth: "bytes 41-42 (IP ID 105) were captured before 1-38 (103) and 39-40 (104), microseconds apart: out of order, nothing is sent again or missing",
			says: []saying{
				ofPacket(0).not(sentAgain, timerRan, isCopy), ofPacket(5, `late|order|overt|before|after`), ofPacket(6, `late|order|overt|before|after`),
				ofPacket(8).not(isMissing), inOutput("summary").not(`sent again`),
			},
		}, append(opening(),
			data(3*msec, 1041, 105, 2), data(3*msec+2*usec, 1001, 103, 38), data(3*msec+3*usec, 1039, 104, 2), data(3*msec+4*usec, 1043, 106, 2),
			madeFrame{at: 4 * msec, src: rightEnd, dst: leftEnd, flags: onlyACK, seq: 5001, ack: 1045, id: 901})},
		{sentenceCase{
			file:  "fills-a-gap.pcap",
			truth: "7 brings bytes 101-200 400 ms after 5 showed that they are missing: for the first time in this file, whether they were sent before or not",
			says: []saying{
				ofPacket(7, `101-200`).not(`^sent again: bytes 101-200$`, `^sent again after`, `with the same numbers as packet`), ofPacket(8).not(isMissing),
				inOutput("picture").not(`packet \d+ again`),
			},
		}, append(opening(),
			data(3*msec, 1001, 103, 100), data(3*msec+10*usec, 1201, 105, 100),
			madeFrame{at: 4 * msec, src: rightEnd, dst: leftEnd, flags: onlyACK, seq: 5001, ack: 1101, id: 901},
			data(404*msec, 1101, 106, 100),
			madeFrame{at: 405 * msec, src: rightEnd, dst: leftEnd, flags: onlyACK, seq: 5001, ack: 1301, id: 902})},
	}
}

func madeBeginnings() []madeCase {
	const client, server = "[2001:db8:1::1]:44144", "[2001:db8:200::1]:443"
	return []madeCase{
		{sentenceCase{
			file:  "one-byte-first.pcap",
			truth: "the capture begins with a segment of one byte, and its ACK",
			says:  []saying{inOutput("summary", `^tcp:0 .*began before the capture.*data`)},
		}, []madeFrame{
			{at: 0, src: leftEnd, dst: rightEnd, flags: onlyACK, seq: 1001, ack: 5001, id: 101, payload: "x"},
			{at: 142 * usec, src: rightEnd, dst: leftEnd, flags: onlyACK, seq: 5001, ack: 1002, id: 901},
		}},
		{sentenceCase{
			file:  "synack-first.pcap",
			truth: "of a connection over IPv6 only what the server sends was captured, from its SYN,ACK on: a direction is missing, and not the beginning",
			says:  []saying{inOutput("summary", `direction|one side`).not(`began before`), ofPacket(2, `1-1000`).not(`gap`), ofPacket(3).not(`gap`)},
		}, []madeFrame{
			{at: 0, src: server, dst: client, flags: synACK, seq: 5000, ack: 1001},
			{at: 157 * msec, src: server, dst: client, flags: onlyACK, seq: 5001, ack: 1518, payload: strings.Repeat("x", 1000)},
			{at: 157*msec + 20*usec, src: server, dst: client, flags: onlyACK, seq: 6001, ack: 1518, payload: strings.Repeat("y", 1000)},
		}},
		{sentenceCase{
			file:  "window-update-nothing-sent.pcap",
			truth: "4 offers a larger window right after the handshake; nothing was sent that a program could read, and no window was 0",
			says: []saying{
				ofPacket(4, `window`).not(`room again`, `reopen`, `has read`, `program`, dupACK), inOutput("picture").not(`room again`),
			},
		}, append(opening(),
			madeFrame{at: 2*msec + 9*usec, src: rightEnd, dst: leftEnd, flags: onlyACK, seq: 5001, ack: 1001, window: 65000, id: 901},
			madeFrame{at: 1000 * msec, src: rightEnd, dst: leftEnd, flags: pushACK, seq: 5001, ack: 1001, window: 65000, id: 902, payload: "hello\n"})},
	}
}

func madeGroups() []madeCase {
	const all = "255.255.255.255"
	return []madeCase{{sentenceCase{
		file:  "dhcp-by-broadcast.pcap",
		truth: "1 and 3 go to all; 2 and 4 answer them, to all as well, from 192.168.0.1:67",
		says: []saying{
			ofPacket(1, `broadcast|every|all`).not(`without asking`, `no answer`), ofPacket(2).not(`without asking`, `no answer`),
			ofPacket(4).not(`without asking`, `no answer`), inOutput("summary").not(`no answer`),
			inOutput("picture").not(`without asking`),
		},
	}, []madeFrame{
		{at: 0, src: "0.0.0.0:68", dst: all + ":67", udp: true, id: 1, payload: strings.Repeat("d", 272)},
		{at: 1 * msec, src: "192.168.0.1:67", dst: all + ":68", udp: true, id: 2, payload: strings.Repeat("o", 300)},
		{at: 3 * msec, src: "0.0.0.0:68", dst: all + ":67", udp: true, id: 3, payload: strings.Repeat("r", 272)},
		{at: 4 * msec, src: "192.168.0.1:67", dst: all + ":68", udp: true, id: 4, payload: strings.Repeat("a", 300)},
	}}}
}
