package cmd_test

import "fmt"

// evens are the copies of a file in which each packet stands twice in a row.
func evens(packets int) map[int]int {
	copies := map[int]int{}
	for n := 2; n <= packets; n += 2 {
		copies[n] = n - 1
	}
	return copies
}

// doubled is what is to be said of such a file.
func doubled(packets int) []saying {
	says := []saying{
		inOutput("summary", fmt.Sprintf(`\b%d\b.*(twice|cop)|(twice|cop).*\b%[1]d\b`, packets/2)).not(`\d sent again`, `retransm`),
		inOutput("picture").not(noACKCame, `packet \d+ again:`),
		ofPacket(0).not(dupACK, timerRan),
	}
	for n := 2; n <= packets; n += 2 {
		says = append(says, ofPacket(n, isCopy).not(`\b(sent|sends) [\w ]*again\b`, noACKCame))
	}
	return says
}

func capturedTwiceCases() []sentenceCase {
	return []sentenceCase{
		{
			file:   "lo_doubled_eth.pcap",
			truth:  "each frame stands twice, byte for byte, with the same IP ID, 2 µs apart: captured twice, sent once",
			copies: evens(20),
			says:   doubled(20),
		},
		{
			file:   "any_bond_and_slave.pcap",
			truth:  "the same packet on a bond (interface 5) and on its slave (2), 3 µs apart",
			copies: evens(20),
			says:   append(doubled(20), ofPacket(2, `interface 2`, `interface 5`), inOutput("picture", `interface 2`, `interface 5`)),
		},
		{
			file:   "ng_two_ifaces_same_packets.pcapng",
			truth:  "captured on two interfaces at once, one of which has no Ethernet header",
			copies: evens(20),
			says:   doubled(20),
		},
	}
}

func repeatedCases() []sentenceCase {
	return []sentenceCase{
		{
			file:  "ack_dropped_after_capture.pcap",
			truth: "8, 10 and 12 repeat bytes 5-8, which 7 had acknowledged: that ACK was captured, but did not reach the client. 9, 11 and 13 carry a D-SACK of 5-8: it came twice",
			says: []saying{
				ofPacket(0).not(noACKCame),
				inOutput("picture").not(`no ACK came`),
				ofPacket(8, `packet 7|for nothing|spurious|had (been )?acknowledged`),
				ofPacket(10, `packet [79]|for nothing|spurious|had (been )?acknowledged`),
				ofPacket(12, `packet ([79]|11)|for nothing|spurious|had (been )?acknowledged`),
				ofPacket(9, `twice|D-?SACK|already`).not(`still waits`, `is missing|are missing|behind the gap`),
				ofPacket(11, `twice|D-?SACK|already`).not(`still waits`, `is missing|are missing|behind the gap`),
				ofPacket(13, `twice|D-?SACK|already`).not(`still waits`, `is missing|are missing|behind the gap`),
				inOutput("summary", `3 sent again`),
			},
		},
		{
			file:  "coalesced_real.pcap",
			truth: "9 repeats packet 8 after 4.85 ms, sooner than any RTO: a tail loss probe (RFC 8985). 10 repeats 6, 7 and 8 in one segment 213 ms after them: the RTO. 11 repeats that after 420 ms: the RTO doubled",
			says: []saying{
				ofPacket(9, `tail loss probe|\bTLP\b|RFC 8985`).not(timerRan),
				ofPacket(10, `packets? 6\b|bytes 6-19`).not(`packet 9 again`),
				ofPacket(11, `packet 10|bytes 6-19`),
				inOutput("picture").not(`no ACK came in [1-9]\.?\d* ms`),
				inOutput("picture").not(`packet 9 again`),
			},
		},
		{
			file:  "pmtu_frag_needed.pcap",
			truth: "5: ICMP 3/4 from 10.0.0.254, next-hop MTU 1000: packet 4 did not fit. 6 and 7 send its bytes again in smaller segments because of that, 1 and 2 ms later",
			says: []saying{
				ofPacket(5, `fragmentation needed|too big|(not|n't) fit|too long`, `\b1000\b`, `10\.0\.0\.254`).not(`port unreachable`, `listens`, `bound`),
				ofPacket(6, `packet 5|ICMP|MTU|fragmentation|smaller|fit`).not(timerRan, noACKCame),
				ofPacket(7, `packet 5|ICMP|MTU|fragmentation|smaller|fit`).not(timerRan, noACKCame),
				inOutput("picture", `10\.0\.0\.254`).not(`no ACK came`),
			},
		},
		{
			file:  "rst_zero_seq_twice.pcap",
			truth: "1 was refused by 2. 3, a second later, is a new attempt from the same port, and not a SYN that waited in vain",
			says: []saying{
				ofPacket(2, `refus`, `10\.0\.0\.2`, `12000`, `\bTCP\b`),
				ofPacket(3, `attempt|tries|another|new connection|anew|packet 2|refused`).not(noACKCame, timerRan),
				ofPacket(4, `refus`, `10\.0\.0\.2`, `12000`, `\bTCP\b`),
				inOutput("picture").not(`no answer came`),
				inOutput("summary", `refused`).not(`no answer`),
			},
		},
		{
			file:  "synack_retrans_ack_lost_before_capture.pcap",
			truth: "the SYN,ACK comes again after 1 s and after 2 s; the ACK was not captured before 5. The frames are the same, but seconds apart: no copies",
			says:  []saying{ofPacket(3, `again`), ofPacket(4, `again`), inOutput("summary", `2 sent again`), ofPacket(0).not(isCopy)},
		},
		{
			file:  "connect_timeout_drop.pcap",
			truth: "a SYN, and the same again after 1.0, 1.0 and 1.0 s; no answer",
			says:  []saying{ofPacket(2, `again`, noACKCame), ofPacket(3, `again`, noACKCame), ofPacket(4, `again`, noACKCame), inOutput("summary", `no answer`)},
		},
		{
			file:  "backlog_overflow.pcap",
			truth: "SYNs 4 and 5 are not answered; again after 1 s (6, 7) and 2 s (8, 13), then answered by 9 and 14. 21 and 25: RST of a server that has sent no FIN",
			says: []saying{
				ofPacket(6, `again`, noACKCame), ofPacket(7, `again`, noACKCame), ofPacket(8, `again`, noACKCame), ofPacket(13, `again`, noACKCame),
				ofPacket(9).not(`again`), ofPacket(14).not(`again`), ofPacket(21).not(`refus`), ofPacket(25).not(`refus`),
			},
		},
	}
}

func missingCases() []sentenceCase {
	return []sentenceCase{
		{
			file:  "ack_before_data.pcap",
			truth: "5 and 7 hold bytes 1-1460 and 1461-2920 for the first and only time; they were captured after the ACKs 4 and 6 that cover them",
			says: []saying{
				ofPacket(4).not(isMissing),
				ofPacket(5, `packet 4|after|late|order|before`).not(sentAgain, `for nothing`, `spurious`),
				ofPacket(6).not(isMissing),
				ofPacket(7, `packet 6|after|late|order|before`).not(sentAgain, `for nothing`, `spurious`),
				inOutput("summary").not(`sent again`),
				inOutput("picture").not(`sent again`, `packet \d+ again`),
			},
		},
		{
			file:  "zwp_one_byte.pcap",
			truth: "byte 1001 was captured, in the probes 6 and 8; 9 acknowledges it. Nothing is missing",
			says: []saying{
				ofPacket(6, `prob|room`), ofPacket(8, `prob|room`),
				ofPacket(9, `100[12]`).not(isMissing), ofPacket(10, `1002`).not(isMissing), ofPacket(11).not(isMissing),
				inOutput("picture").not(isMissing),
			},
		},
		{
			file:  "overlap_conflicting_data.pcap",
			truth: "5 holds bytes 6-10 again, with other content (\"evil \" for \"safe \"), and 11-14 new. Nothing is missing",
			says: []saying{
				ofPacket(5, `other|differ|conflict|not the same|changed`, `6-10|11-14`).not(`late`, `overtook`, `out of order`),
				ofPacket(6).not(isMissing),
				inOutput("follow", `other|differ|conflict|not the same`),
			},
		},
		{
			file:  "ooo_with_other_side_data.pcap",
			truth: "5 stands behind a gap; 7 fills it: bytes 41-80, for the first time in this file",
			says: []saying{
				ofPacket(7, `41-80`).not(`^sent again: bytes 41-80$`),
				inOutput("follow", `(?s)> (one ){10}\n?.*(two ){10}three`),
			},
		},
		{
			file:  "cut_frames_no_origlen.pcap",
			truth: "the frames are cut to 128 octets, and the file has forgotten that: by its IP header 4 holds bytes 1-1460, of which 74 were captured. There is no gap",
			says: []saying{
				{of: "jsonl", packet: 4, must: []string{`"len":1460`}},
				{of: "jsonl", packet: 5, must: []string{`"len":1460`}},
				ofPacket(4, `1-1460|1 to 1460`, `74 of 1460`), ofPacket(5, `1461-2920|1461 to 2920`, `74 of 1460`).not(`gap`),
				inOutput("summary", `2 packets cut`).not(`on the wire`),
				ofPacket(6).not(isMissing), ofPacket(7).not(isMissing), ofPacket(8).not(isMissing), ofPacket(10).not(isMissing),
			},
		},
		{
			file:  "snaplen68.pcap",
			truth: "segments of 1460 bytes, of which the snaplen has left few; no gap",
			says:  []saying{ofPacket(4, `1-1460|1 to 1460`), ofPacket(5, `1461-2920|1461 to 2920`), ofPacket(0).not(`gap`)},
		},
	}
}

func identityCases() []sentenceCase {
	return []sentenceCase{
		{
			file:  "halfopen_real.pcap",
			truth: "the client's host has crashed and comes back from the same port. 7 is a challenge ACK of the old connection, 18 in its numbers; 8 is the RST that answers it and kills the old one; 9 is the SYN again, 11 ms after 6, since 7 was no answer to it. Nothing is missing",
			says: []saying{
				ofPacket(0).not(negativeNo),
				inOutput("picture").not(`(seq|ack)=-\d`, `expects -\d`),
				ofPacket(6, `same ports|another|new`),
				ofPacket(7, `challenge|old|earlier|first connection|before|RFC 5961`, `\b18\b`),
				ofPacket(8, `old|earlier|answer|challenge|packet 7|unknown|knows? no`).not(aborted, `refus`),
				ofPacket(9, `again|once more`).not(`no answer (came|has come)`, timerRan),
				ofPacket(11).not(isMissing),
				inOutput("summary", `^tcp:0 .*reset`, `^tcp:1 .*complete`),
			},
		},
		{
			file:  "self_connect.pcap",
			truth: "a socket that is connected to itself: 2 is the SYN,ACK of a simultaneous open, 3 completes the handshake, 4 are its own bytes 1-18, 6 its FIN (number 19), 7 the ACK of that",
			says: []saying{
				ofPacket(2, `itself|simultaneous`).not(`again`, `no answer`),
				ofPacket(3, `connected|established|handshake`).not(`room again`, `has read`, `reopen`),
				ofPacket(7, `FIN`).not(`bytes? 19\b`, `-19\b`),
				inOutput("picture").not(`room again`),
				inOutput("summary", `itself`).not(`sent again`),
			},
		},
		{
			file:  "same_tuple_two_macs.pcap",
			truth: "two connections with the same addresses and ports at the same time, told apart by their numbers and MACs: 12 bytes and 3 each, nothing is sent again, missing or late",
			says: []saying{
				ofPacket(0).not(negativeNo, sentAgain, `for nothing`, isMissing, `late\b`),
				inOutput("picture").not(`(seq|ack)=-\d`, `packet \d+ again`),
				inOutput("summary").not(`sent again`),
			},
		},
		{
			file:  "reuse_tw.pcap",
			truth: "10: the same ports again while the server is in TIME-WAIT; both connections are complete",
			says: []saying{
				ofPacket(10, `same ports|TIME-WAIT|reus`).not(noACKCame), ofPacket(9, `TIME-WAIT`), ofPacket(0).not(negativeNo),
				inOutput("summary", `^tcp:0 .*complete`, `^tcp:1 .*complete`),
			},
		},
		{
			file:  "seq_wrap.pcap",
			truth: "the numbers pass 2^32; counted from the SYN on they go from 0 to 14",
			says:  []saying{ofPacket(0).not(negativeNo, isMissing, sentAgain), ofPacket(10, `14`), inOutput("summary", `complete`)},
		},
	}
}

func resetCases() []sentenceCase {
	return []sentenceCase{
		{
			file:  "kill9.pcap",
			truth: "6 is the client's FIN; 7 brings data to a socket that is gone; 8 answers that",
			says: []saying{
				ofPacket(8, `gone|closed|no longer|packet 7|takes no more|nobody`).not(aborted, `no FIN`),
				inOutput("picture").not(aborted),
			},
		},
		{
			file:  "rst_unread.pcap",
			truth: "8: RST instead of a FIN, by a server that has acknowledged 17 bytes. What makes one: close() with unread data, SO_LINGER 0, a program that was killed; the packets do not tell which",
			says:  []saying{ofPacket(8, `unread`, `LINGER`, `kill|died|gone|end(s|ed)|crash`)},
		},
		{
			file:  "never_accept.pcap",
			truth: "the kernel completes the handshake, nobody accepts; 8: RST of a server that has sent no FIN, to a client that has",
			says:  []saying{ofPacket(8, `7 bytes`, `accept\(\)`).not(`refus`, `nobody listens`, `the server had closed`), ofPacket(7, `FIN`)},
		},
		{
			file:  "rst_with_text.pcap",
			truth: "5: RST with 20 bytes of text; 6 was sent before that came, or in spite of it; 7 answers 6",
			says:  []saying{ofPacket(5, `20 bytes|text`).not(`carries bytes`), ofPacket(6, `after the RST`), ofPacket(7, `answers packet 6`).not(aborted)},
		},
		{
			file:  "keepalive_dead.pcap",
			truth: "10, 11 and 12: three probes without an answer; 13: the client gives up (ETIMEDOUT). 14: the server has not got that RST. 15 and 17 answer the FINs 14 and 16 for a socket that is gone",
			says: []saying{
				ofPacket(6, `keep-?alive`), ofPacket(10, `keep-?alive`), ofPacket(12, `keep-?alive`),
				ofPacket(13, `(3|three) ([\w-]+ ){0,3}(probes|keep-?alives)`, `gives? up|gave up|given up|ETIMEDOUT|dead`),
				ofPacket(15, `answer|gone|no longer|packet 14|closed`).not(aborted),
				ofPacket(17, `answer|gone|no longer|packet 16|closed`).not(aborted),
			},
		},
		{
			file:  "exhaust.pcap",
			truth: "four connections without a byte; 13 to 16 end each by a RST of the server",
			says:  []saying{ofPacket(13).not(`refus`), ofPacket(16).not(`refus`)},
		},
	}
}

func nobodyCases() []sentenceCase {
	return []sentenceCase{
		{
			file:  "localhost_v6_first.pcap",
			truth: "2: nobody listens at [::1]:12000, but somebody does at 127.0.0.1:12000 (4). 12: nobody at 127.0.0.1:12010",
			says: []saying{
				ofPacket(2, `::1`, `12000`, `\bTCP\b`), ofPacket(12, `127\.0\.0\.1`, `12010`, `\bTCP\b`),
				inOutput("summary", `tcp:0 .*refused`, `tcp:1 .*complete`, `tcp:2 .*refused`),
			},
		},
		{
			file:  "traceroute_udp_icmp.pcap",
			truth: "2 and 4: time exceeded, from the routers 10.0.0.254 and 10.1.0.254. 6: port unreachable, from 192.0.2.9 itself: arrived",
			says: []saying{
				ofPacket(2, `time.exceeded|TTL|hop limit`, `10\.0\.0\.254`).not(`bound`, `listens`),
				ofPacket(4, `time.exceeded|TTL|hop limit`, `10\.1\.0\.254`).not(`bound`, `listens`),
				ofPacket(6, `unreachable|bound|listens`, `192\.0\.2\.9`, `33436`, `\bUDP\b`),
				inOutput("picture", `10\.0\.0\.254`, `10\.1\.0\.254`),
			},
		},
		{
			file:  "udp_connect_icmp.pcap",
			truth: "each ICMP error answers the datagram before it: nobody at 127.0.0.1:12001, UDP",
			says: []saying{
				ofPacket(2, `127\.0\.0\.1`, `12001`, `\bUDP\b`), ofPacket(4, `127\.0\.0\.1`, `12001`, `\bUDP\b`), ofPacket(6, `127\.0\.0\.1`, `12001`, `\bUDP\b`),
			},
		},
		{
			file:  "bcast_mcast.pcap",
			truth: "1 goes to a broadcast address, 2 to a multicast group; 3 answers 2, from 127.0.0.1:12000",
			says: []saying{
				ofPacket(1, `broadcast|every|all`).not(`without asking`, `no answer`), ofPacket(2, `multicast|group`).not(`without asking`, `no answer`),
				ofPacket(3, `answer|repl|packet 2`).not(`without asking`, `no answer`),
				inOutput("summary").not(`no answer`),
			},
		},
	}
}

func extensionCases() []sentenceCase {
	return []sentenceCase{
		{
			file:  "mptcp.pcap",
			truth: "1 to 3 are MP_CAPABLE; 8 and 10 carry a DATA_FIN, 9 and 12 acknowledge data of MPTCP: no duplicate ACKs, nothing is outstanding",
			says: []saying{
				ofPacket(1, `MPTCP|MP_CAPABLE|Multipath`),
				ofPacket(8, `MPTCP|Multipath`).not(dupACK), ofPacket(9, `MPTCP|Multipath`).not(dupACK),
				ofPacket(10, `MPTCP|Multipath`).not(dupACK), ofPacket(12, `MPTCP|Multipath`).not(dupACK),
				inOutput("picture").not(dupACK),
			},
		},
		{
			file:  "tfo.pcap",
			truth: "1 asks for a Fast Open cookie, 2 gives it; 9 brings it, and bytes 1-6; 10 covers the SYN and those bytes: 7 is expected next",
			says: []saying{
				ofPacket(1, `Fast Open|\bTFO\b|cookie`), ofPacket(2, `Fast Open|\bTFO\b|cookie`),
				ofPacket(9, `Fast Open|\bTFO\b|cookie`, `bytes 1-6|6 bytes|1 to 6`),
				ofPacket(10, `ack=7|\b7\b`, `bytes 1-6|6 bytes|1 to 6`).not(`number 1 is expected`, `expects (number )?1\b`),
				ofPacket(11).not(`no byte of a message`),
			},
		},
		{
			file:  "oob.pcap",
			truth: "6: URG, urgent pointer 3: the byte \"!\", number 6, is urgent; recv() without MSG_OOB reads abcxy, def",
			says: []saying{
				ofPacket(6, `urgent|out.of.band`, `\b6\b`), inOutput("follow", `urgent|out.of.band`).not(`^> abcxy!def`),
			},
		},
		{
			file:  "ecn.pcap",
			truth: "1 and 2 negotiate ECN, 5 echoes that a router told of congestion (ECE), 6 answers that the window was reduced (CWR)",
			says: []saying{
				ofPacket(1, `\bECN\b|explicit congestion`), ofPacket(2, `\bECN\b|explicit congestion`),
				ofPacket(5, `congestion|\bECE\b|\bECN\b`), ofPacket(6, `\bCWR\b|congestion|reduced`), ofPacket(7).not(`\bECE\b`, `\bCWR\b`),
			},
		},
	}
}

func timeCases() []sentenceCase {
	return []sentenceCase{
		{
			file:  "nagle_delack.pcap",
			truth: "11 comes 43.2 ms after 10: a delayed ACK. 12 was held back until that came: Nagle's rule. So 16 and 17, 21 and 22, 26 and 27, 31 and 32",
			says: []saying{
				ofPacket(11, `delayed ACK|delay`), ofPacket(12, `Nagle`), ofPacket(16, `delayed ACK|delay`), ofPacket(17, `Nagle`),
				ofPacket(7).not(`delay`), ofPacket(6).not(`Nagle`),
				inOutput("picture", `4[34](\.\d+)? ms`),
			},
		},
		{
			file:  "cork.pcap",
			truth: "4 holds both writes, 207 ms after the handshake",
			says:  []saying{ofPacket(4, `1-10\b|10 bytes`), inOutput("picture", `207 ms`), ofPacket(0).not(isMissing, sentAgain)},
		},
		{
			file:  "defer_accept.pcap",
			truth: "the data come 2.2 s after the handshake",
			says:  []saying{inOutput("picture", `2\.20? s`), ofPacket(0).not(isMissing, sentAgain)},
		},
		{
			file:  "time-backwards.pcap",
			truth: "each time is 100 ms before the one before: the span from the earliest to the latest is 900 ms",
			says:  []saying{inOutput("summary", `\b900 ms`).not(`-\d+ ms`), ofPacket(0).not(negativeNo, `-\d+(\.\d+)? ?m?s\b`), inOutput("picture").not(`-\d+(\.\d+)? ?m?s\b`)},
		},
	}
}

func headerCases() []sentenceCase {
	return []sentenceCase{
		{
			file:  "udp_max.pcap",
			truth: "1 to 16 are fragments of a datagram of 65,507 bytes (UDP port 12000), 16 of 45: not whole. 17 is empty. 18 to 24 are one datagram of 8,973 bytes",
			says: []saying{
				ofPacket(1, `fragment`, `65,?507`, `16 of 45`),
				ofPacket(17, `empty|no bytes`), ofPacket(18, `packet 24|8,?973|first`), ofPacket(24, `8,?973|fragments|7\b`),
			},
		},
		{
			file:  "udp_len_bogus.pcap",
			truth: "UDP's length says 492 bytes, the IP packet holds 10: malformed",
			says: []saying{
				ofPacket(1, `malformed|492|500|beyond|longer|does not fit|more than`),
				inOutput("picture").not(`len=492`),
				{of: "jsonl", packet: 1, mustNot: []string{`"len":492`}},
			},
		},
	}
}

func beginningCases() []sentenceCase {
	return []sentenceCase{
		{
			file:  "midstream_server_first.pcap",
			truth: "no handshake; port 22 against 52000 tells that 10.0.0.2 serves. 5 is the client's FIN, 6 the server's",
			says: []saying{
				inOutput("summary", `10\.0\.0\.1:52000 +10\.0\.0\.2:22\b|guess`),
				ofPacket(5, `client`).not(`the server is done`), ofPacket(6).not(`ACK of the server's FIN`),
			},
		},
		{
			file:  "one_direction_only.pcap",
			truth: "only what the server sends was captured: 800 bytes and its FIN",
			says:  []saying{inOutput("summary", `direction|one side`), ofPacket(2, `covers was not captured`), ofPacket(4, `ack=502 covers number 501, not captured`), ofPacket(3, `1-800|1 to 800`).not(`gap`), ofPacket(4, `server`)},
		},
		{
			file:  "midstream_wscale_unknown.pcap",
			truth: "without the SYN the scale of the windows is not known: no statement on them in bytes",
			says:  []saying{ofPacket(0).not(`window is (now )?\d+ bytes`, `room again`), inOutput("summary", `began before`)},
		},
		{
			file:  "first-is-data.pcap",
			truth: "the capture begins with a segment of 6 bytes",
			says:  []saying{inOutput("summary", `^tcp:0 .*began before the capture.*data`)},
		},
		{
			file:  "first-is-fin.pcap",
			truth: "the capture begins with the client's FIN, and the ACK of it",
			says:  []saying{inOutput("summary", `^tcp:0 .*((client|half)[\w ]* closed|closed by|FIN)`).not(`still open`)},
		},
		{
			file:  "first-is-rst.pcap",
			truth: "a RST of 10.0.0.1, and nothing else",
			says:  []saying{inOutput("summary", `^tcp:0 .*reset`).not(`began before the capture: close`)},
		},
		{
			file:  "first-is-synack.pcap",
			truth: "the SYN,ACK was captured and the SYN was not: it is the other direction that is missing, and not the beginning",
			says:  []saying{inOutput("summary", `direction|one side`).not(`began before`), ofPacket(2).not(`gap`)},
		},
	}
}

// soundCases are told right, and must stay so.
func soundCases() []sentenceCase {
	return []sentenceCase{
		{
			file:  "reuse_server_closes.pcap",
			truth: "the server closes first: 4 is its FIN, and it waits in TIME-WAIT after 6",
			says:  []saying{ofPacket(4, `server`), ofPacket(6, `server[\w ]*TIME-WAIT|TIME-WAIT`), inOutput("summary", `complete|closed`)},
		},
		{
			file:  "shutdown_then_read.pcap",
			truth: "6 is the client's FIN; 7 and 9 still bring data; 11 is the server's FIN",
			says:  []saying{ofPacket(6, `client`), ofPacket(9, `10-18`), ofPacket(11, `server`), ofPacket(0).not(aborted, isMissing), inOutput("summary", `complete`)},
		},
		{
			file:  "udp_rcvbuf_overflow.pcap",
			truth: "eight datagrams; that some were lost in the receive buffer cannot be seen",
			says:  []saying{ofPacket(0).not(`lost in`, `\bRcvbuf`, isMissing)},
		},
		{
			file:  "reuseport.pcap",
			truth: "four questions, four answers 20 ms later",
			says:  []saying{ofPacket(0).not(noACKCame), inOutput("summary").not(`no answer`)},
		},
		{
			file:  "to_zero.pcap",
			truth: "what was sent to 0.0.0.0 goes to 127.0.0.1; one question and its answer, one connection",
			says:  []saying{inOutput("summary", `tcp:0 .*(complete|closed)`).not(`no answer`)},
		},
		{
			file:  "syncookies.pcap",
			truth: "the server has answered with a SYN cookie, which cannot be seen",
			says:  []saying{ofPacket(0).not(isMissing, sentAgain, `cookie`), inOutput("summary", `complete`)},
		},
		{
			file:  "mapped_and_localhost.pcap",
			truth: "three connections, to 127.0.0.1, to ::1, and to another port",
			says:  []saying{ofPacket(0).not(isMissing, sentAgain, aborted), inOutput("summary", `tcp:0 .*complete`, `tcp:1 .*complete`, `tcp:2 .*(complete|closed)`)},
		},
		{
			file:  "tso_ip_len_zero.pcap",
			truth: "4 has an IP total length of 0 (segmentation is left to the card) and holds bytes 1-2920",
			says:  []saying{ofPacket(4, `1-2920|1 to 2920`), ofPacket(5).not(isMissing)},
		},
		{
			file:  "bad_tcp_options.pcap",
			truth: "options that are broken; the connection is whole all the same",
			says:  []saying{ofPacket(3, `connected|established`), inOutput("summary", `complete`), ofPacket(0).not(isMissing, sentAgain)},
		},
		{
			file:  "snaplen40.pcap",
			truth: "the frames end within the TCP header",
			says:  []saying{ofPacket(0, `TCP header|cut|snap`).not(isMissing)},
		},
		{
			file:  "frag_first_missing.pcap",
			truth: "two fragments; the first one of the datagram was not captured",
			says:  []saying{ofPacket(0, `fragment`), inOutput("summary").not(`^udp:0`, `^tcp:0`)},
		},
	}
}
