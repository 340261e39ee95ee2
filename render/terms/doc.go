// Package terms explains the words that sentences use: those of RFCs and textbooks,
// of socket calls, of the kernel's counters, and wireladder's own few.
//
// The terms are the texts in folder text, a file for some related groups. A text is
// Markdown, and read so:
//
//	# Opening a connection              a group
//	## SYN,ACK; SYN-ACK                 a term: its name, and what else it is called
//	> the answer to a SYN: yes, …       what it means, in a line
//
//	The ACK in it covers the SYN …      paragraphs, in whole sentences
//
//	In the picture: …                   how wireladder shows it
//	Sources: RFC 9293 §3.5; accept(2)   where it is defined
//	See: SYN; three-way handshake       other terms
package terms
