package native

// Numbers of registers in DWARF (DWARF for the Arm 64-bit Architecture).
const (
	frameRegister = 29
	linkRegister  = 30
	stackRegister = 31
)

// leafReturn returns where a function without a frame returns to.
func (w *walk) leafReturn() uint64 { return w.Values[linkRegister] }

// withoutSignature returns an address without the signature that it may have on its way through
// memory (pointer authentication): programs have 48 bits of addresses.
func withoutSignature(address uint64) uint64 { return address & (1<<48 - 1) }
