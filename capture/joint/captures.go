package joint

// Captures is what is known of two captures that were joined, besides their packets. Of two
// numbers the first is of the client's capture.
type Captures struct {
	Clock      Clocks
	AsNamed    bool          // nothing told which capture is of which end: the one that was named first is the client's
	Pairs      int           // packets that both hold
	Others     [2]int        // packets that are left out: between hosts of which the other has nothing, or without time
	Copies     [2]int        // packets that are left out: held once more
	Alike      int           // packets that only times tell apart, where not all have arrived
	Translated []Translation // conversations that have other addresses or ports in the server's capture
	Changed    int           // segments of which one capture holds other bytes than the other, in the same place
	Cut        int           // segments that were cut up, or put together, between the captures
}
