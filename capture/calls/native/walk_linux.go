//go:build linux && (amd64 || arm64)

package native

// walk goes from a function to its caller.
type walk struct {
	process *Execution
	read    Word
	Position
	inner  bool // it is a caller
	chain  bool // it follows the frames that a register tells
	failed bool
}

// step goes to the caller; false if it cannot be told who that is.
func (w *walk) step(m *mapping) bool {
	if m.program && m.image.texts.isGo() && (!w.inner || w.chain) {
		return w.stepByRegister(m)
	}
	return w.stepByTable(m)
}

// stepByRegister goes to the caller in a program in Go. The function that makes a system call has no
// frame; each other one has put its caller's frame pointer below the address that it returns to.
func (w *walk) stepByRegister(m *mapping) bool {
	if !w.inner {
		w.inner, w.chain = true, true
		w.PC = w.leafReturn()
		return m.image.executes(w.PC - m.bias)
	}
	frame := w.Values[frameRegister]
	w.PC = w.word(frame + 8)
	w.Values[frameRegister] = w.word(frame)
	return !w.failed && w.Values[frameRegister] > frame && m.image.executes(w.PC-m.bias)
}

// word reads a word of memory; 0, and the walk has failed, if it is not there.
func (w *walk) word(at uint64) uint64 {
	n, ok := w.read(at)
	w.failed = w.failed || !ok
	return n
}

// stepByTable goes to the caller by what the file tells of its frames.
func (w *walk) stepByTable(m *mapping) bool {
	pc := w.PC - m.bias
	if w.inner {
		pc-- // what is returned to may belong to the next function
	}
	w.inner = true
	at := m.image.rowAt(pc)
	if !at.ok || at.row.base >= uint64(len(w.Values)) {
		return false
	}
	frame := w.Values[at.row.base] + uint64(at.row.offset) //nolint:gosec // as it is meant
	if frame < w.Values[stackRegister] {
		return false
	}
	next, ret := w.Values, uint64(0)
	if at.ret < uint64(len(next)) {
		ret = next[at.ret] // on a processor with a register for it
	}
	for register, rule := range at.row.rules {
		value, known := w.apply(rule, frame)
		switch {
		case register == at.ret && !known:
			return false
		case register == at.ret:
			ret = value
		}
		if register < uint64(len(next)) {
			next[register] = value
		}
	}
	next[stackRegister] = frame
	same := ret == w.PC && frame == w.Values[stackRegister]
	w.PC, w.Values = withoutSignature(ret), next
	return !w.failed && !same && w.PC != 0
}

// apply returns the caller's value of a register, and whether it is known.
func (w *walk) apply(r registerRule, frame uint64) (uint64, bool) {
	switch r.kind {
	case atOffset:
		n, ok := w.read(frame + uint64(r.offset)) //nolint:gosec // as it is meant
		return n, ok
	case valueOffset:
		return frame + uint64(r.offset), true //nolint:gosec // as it is meant
	case inRegister:
		if r.other < uint64(len(w.Values)) {
			return w.Values[r.other], true
		}
	}
	return 0, false
}
