package flow

// CopyBy is by what a packet differs from the same packet that was captured before it.
type CopyBy uint8

// The kinds of copies.
const (
	_ CopyBy = iota
	SameFrame
	OtherInterface
	OtherDirection
	OtherAddress
	OtherHop
	ElsewhereUnknown
	Translated
)
