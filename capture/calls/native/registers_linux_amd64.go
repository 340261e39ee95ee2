package native

// Numbers of registers in DWARF (System V ABI, AMD64, 3.6.2).
const (
	frameRegister = 6 // rbp
	stackRegister = 7 // rsp
)

// leafReturn returns where a function without a frame returns to.
func (w *walk) leafReturn() uint64 { return w.word(w.Values[stackRegister]) }

// withoutSignature returns an address as it is: none is signed here.
func withoutSignature(address uint64) uint64 { return address }
