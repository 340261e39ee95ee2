package usage

// AboutRead is the help of `wireladder read`.
const AboutRead = `read draws the packets of a capture file, and the socket calls if the file holds
them: a .pcapng file that "demo -o" wrote gives the very picture that demo drew,
of a long run with --max-steps 0.
"-" reads from stdin. Files may be compressed with gzip, zstd or lz4.

Two files are the captures of the two ends of one run, in any order: they are
drawn as a run of two hosts, with arrows that slope by the time that packets took,
and with what was lost between them. The packets tell which capture is whose. By
how much the clocks differ is estimated from the fastest packets of both
directions, and said with its uncertainty, which is at least half of what these
take there and back; where packets go one way only, a bound is known, and no more.
Lost is what the receiver's capture does not hold although it went on and dropped
nothing; of what else only one of them holds it is said what is not known. Where
addresses or ports are translated between the two (NAT), the head of a lifeline has
those of the capture at its own end, and all else the client's (but for the frames of
a file that is written); below the picture stands how that is known. Packets between
other hosts are left out.

Of more than --max-steps packets and calls, or of more conversations than
can be told apart (one for 5 cells), it prints the table of the conversations,
and how to draw one. A terminal gets the 20 largest, by bytes or by --sort,
unless --all is given; a file or a pipe gets all of them, a line each unless
--width is given. The bytes are those of the frames. Pictures that are no text
(svg, mermaid, plantuml, md) have no table: they are left out then, and that is
an error.

--flow, --port, --host-filter, --from, --to and --filter pick packets for every
kind of output, and all of them must hold. Streams keep the numbers that they
have in the whole file. Of socket calls those are left out that name no address
of what is picked. --filter takes a build with libpcap.

--follow prints the bytes of one stream: TCP's in the order of their numbers,
however they came, UDP's datagram by datagram. ">" marks what the client sent,
"<" what the server did, "--" what is said about them: bytes that were not
captured, the end. What is not printable is escaped as in Go.

Above a picture or table stands what went wrong, as far as it is seen ("! RULE:
…"; "wireladder explain RULE" tells more): with socket calls a verdict, from
packets alone what they prove, and what may be behind it. Nothing is looked for
beyond 65,536 packets and calls; and above a table, or in lines of JSON, in files
of more than 4 MiB (64 MiB if wireladder wrote them) and in what comes from stdin.

--plot draws one stream over time in place of its picture, as svg, png or pdf:
sequence (each segment from its first number to its last, the ACKs, the receive
window, SACK, and what is sent again by why), throughput (payload, and what is
acknowledged for the first time), rtt (round trips, as seen from where it was
captured) or window (what is offered, and what is under way). It is of the data
of the side that sent more, or of --sender; without --flow of the only TCP stream
that there is; of UDP there is throughput. --from and --to look closer.

--format jsonl writes an object a line for programs to read; with --summary one
for each conversation. Behind them comes a line for each thing that went wrong:
{"finding":"both-wait","steps":[…],"packets":[…],"words":…,"explain":…,"repair":…},
where steps are the numbers of the lines that show it, from 1, packets those of
the packets among them, and "may":[…], from packets alone, the rules that may be
behind it. --summary has no steps, and --packets-only no such line.

A pcapng file that is written has the interfaces of the one that is read, each
packet on its own and with its flags, and its names and secrets. Packets without
time (Simple Packet Blocks) are shown and written without: pcap can't hold them,
nor packets of several link types.

A file that is written comes into its place when it is whole. A run that is
killed leaves what it wrote as NAME.RANDOM.part, which is read like any other. If
what is read is damaged, or reading is interrupted, no file that is there is
replaced.

What comes in through a pipe from who captures just now, its first packet some
seconds old at most, is drawn as it comes, row by row, as by "wireladder watch":
it may have no end.

Of a file that is cut off or damaged, what stands before the fault is shown.
Interrupted (^C), it shows what was read so far, of a large picture its first
rows, and the exit status is 1. A picture is written as it is drawn. Let
tcpdump hand over each packet at once (--immediate-mode) and write it at once
(-U): ^C ends both at the same time, and without these the end would be lost.
`
