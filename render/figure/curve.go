package figure

// CurveKind says what the curves and marks of a plot stand for.
type CurveKind uint8

// The kinds: lines first, then marks that have a shape of their own.
const (
	GridCurve     CurveKind = iota // a tick of an axis, through the plot
	FrameCurve                     // the edge of a plot
	SentCurve                      // what is sent
	RepeatedCurve                  // what is sent again
	AckedCurve                     // what is acknowledged
	CoveredCurve                   // how much is acknowledged
	WindowCurve                    // what the receiver takes
	HeldCurve                      // what SACK names
	TwiceCurve                     // what D-SACK names
	SampleMark                     // a round trip
	FastMark                       // sent again: asked for
	TailMark                       // sent again: a tail loss probe
	TimeoutMark                    // sent again: a timer ran out
	NothingMark                    // sent again for nothing
	AgainMark                      // sent again, and nothing shows why
	CauseMark                      // sent again for another cause
	LateMark                       // below numbers that came before
	LostMark                       // lost on the wire
	ClosedMark                     // a window of zero
	ProbeMark                      // a probe
	SYNMark
	FINMark
	RSTMark
)

// Curve is lines and shapes of one kind: each stroke a line through its points, which a shape
// begins and ends with the same point.
type Curve struct {
	Kind    CurveKind
	Strokes [][]Point
}
