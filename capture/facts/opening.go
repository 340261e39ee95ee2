package facts

// Open is what a SYN, its answer or the end of a handshake is besides: a set.
type Open uint32

// What they can be.
const (
	AsksECN        Open = 1 << iota // SYN with ECE and CWR (RFC 3168 §6.1.1)
	AgreesECN                       // SYN,ACK with ECE alone
	RefusesECN                      // SYN,ACK without it, in answer to a SYN that asks
	WithoutECN                      // SYN again, without asking any more (§6.1.1.1)
	WrongACK                        // SYN,ACK that acknowledges another number than that of the SYN
	EchoesECN                       // ECE: a packet came marked "congestion experienced" (§6.1.3)
	ReducesECN                      // CWR: the window was reduced because of that (§6.1.2)
	MarkedCE                        // a router has marked it "congestion experienced" (§5)
	AsksCookie                      // SYN that asks for a Fast Open cookie (RFC 7413 §4.1.1)
	HasCookie                       // SYN that brings a cookie
	GivesCookie                     // SYN,ACK that grants one
	DataInSYN                       // SYN with a cookie and data (§4.2)
	DataTaken                       // SYN,ACK that acknowledges the data, too
	DataNotTaken                    // SYN,ACK that acknowledges the SYN alone
	Multipath                       // an option of Multipath TCP (RFC 8684)
	Crossing                        // a SYN that crosses the other side's: simultaneous open (RFC 9293 §3.5)
	ToItself                        // a socket that is connected to itself
	OldLives                        // a SYN on ports whose earlier connection was not closed
	OldWaits                        // a SYN on ports whose earlier connection waits in TIME-WAIT
	SelfAgain                       // the ACK of a socket's own SYN, which its SYN,ACK has covered before
	SelfFIN                         // the ACK of a socket\'s own FIN
	OffersOptions                   // SYN that offers a window scale or selective ACKs
	WithoutOptions                  // SYN,ACK that takes up neither, in answer to a SYN that offers them
	Urgent                          // the urgent pointer counts (RFC 9293 §3.8.5)
	AsksCounts                      // SYN with AE, CWR and ECE: asks for accurate ECN (RFC 9768 §3.1)
	AgreesCounts                    // SYN,ACK that agrees to that
	WithoutFast                     // SYN again, without Fast Open and data any more (RFC 7413)
)

// Has reports whether all of p are in o.
func (o Open) Has(p Open) bool { return o&p == p }

// Old is that a packet belongs to an earlier connection of the same two ports. Its
// numbers are those of that one.
type Old struct {
	First          int // the first packet of the earlier connection
	Seq, Ack, Next int64
}
