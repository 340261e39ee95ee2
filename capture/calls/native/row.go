package native

// recovery is how the caller's value of a register is found.
type recovery int

// How it is found.
const (
	sameValue   recovery = iota
	undefined            // it is not
	atOffset             // it lies in memory, relative to the frame
	valueOffset          // it is an address relative to the frame
	inRegister           // it is in another register
)

// registerRule is how the caller's value of one register is found.
type registerRule struct {
	kind   recovery
	offset int64
	other  uint64
}

// registerRow is how the registers of a caller are found at one address.
type registerRow struct {
	base    uint64 // the register that the frame is relative to
	offset  int64
	unknown bool // the frame is told by an expression
	rules   map[uint64]registerRule
}

func (r registerRow) copy() registerRow {
	rules := make(map[uint64]registerRule, len(r.rules))
	for k, v := range r.rules {
		rules[k] = v
	}
	r.rules = rules
	return r
}

// frameMachine executes the instructions of an entry (DWARF 5, 6.4.2).
type frameMachine struct {
	*frameReader
	common  *frameCommon
	row     registerRow
	initial registerRow
	kept    []registerRow
	at      uint64
}

// rowAt returns the row of an address; false if the entry is not understood.
func (e *frameEntry) rowAt(pc uint64) (registerRow, bool) {
	m := &frameMachine{common: e.common, row: registerRow{rules: map[uint64]registerRule{}}, at: e.from}
	if !m.run(e.common.program, pc) {
		return registerRow{}, false
	}
	m.initial = m.row.copy()
	m.at = e.from
	ok := m.run(e.program, pc)
	return m.row, ok && !m.row.unknown
}

// run executes instructions up to those of addresses beyond pc.
func (m *frameMachine) run(program []byte, pc uint64) bool {
	m.frameReader = &frameReader{data: program}
	for m.more() {
		before := m.at
		op := m.byte()
		if !m.execute(op) {
			return false
		}
		if m.at != before && m.at > pc {
			return true
		}
	}
	return !m.failed
}

// Instructions that have an operand in their low bits.
const (
	cfaAdvance = 0x40
	cfaOffset  = 0x80
	cfaRestore = 0xc0
)

// execute executes one instruction.
func (m *frameMachine) execute(op byte) bool {
	low := uint64(op & 0x3f)
	switch op & 0xc0 {
	case cfaAdvance:
		m.advance(low)
	case cfaOffset:
		m.row.rules[low] = m.stored(int64(m.number())) //nolint:gosec // as it is meant
	case cfaRestore:
		m.restore(low)
	default:
		return m.extended(op)
	}
	return true
}

func (m *frameMachine) advance(by uint64) { m.at += by * m.common.codeAlign }

func (m *frameMachine) stored(n int64) registerRule {
	return registerRule{kind: atOffset, offset: n * m.common.dataAlign}
}

func (m *frameMachine) restore(register uint64) {
	if r, ok := m.initial.rules[register]; ok {
		m.row.rules[register] = r
	} else {
		delete(m.row.rules, register)
	}
}

// extended executes an instruction that has all of its operands behind it.
func (m *frameMachine) extended(op byte) bool {
	switch op {
	case 0x00: // DW_CFA_nop
	case 0x01: // DW_CFA_set_loc
		return false
	case 0x02, 0x03, 0x04: // DW_CFA_advance_loc1, 2, 4
		n := uint64(0)
		for i, b := range m.take(1 << (op - 2)) {
			n |= uint64(b) << (8 * i)
		}
		m.advance(n)
	case 0x0a: // DW_CFA_remember_state
		m.kept = append(m.kept, m.row.copy())
	case 0x0b: // DW_CFA_restore_state
		if len(m.kept) == 0 {
			return false
		}
		m.row, m.kept = m.kept[len(m.kept)-1], m.kept[:len(m.kept)-1]
	case 0x2d: // DW_CFA_AARCH64_negate_ra_state: see withoutSignature
	case 0x2e: // DW_CFA_GNU_args_size
		m.number()
	default:
		return m.ruled(op) || m.framed(op)
	}
	return true
}

// ruled executes an instruction that tells of one register.
func (m *frameMachine) ruled(op byte) bool {
	if op < 0x05 || op > 0x16 || op >= 0x0a && op < 0x10 || op == 0x12 || op == 0x13 {
		return false
	}
	register := m.number()
	switch op {
	case 0x05: // DW_CFA_offset_extended
		m.row.rules[register] = m.stored(int64(m.number())) //nolint:gosec // as it is meant
	case 0x06: // DW_CFA_restore_extended
		m.restore(register)
	case 0x07: // DW_CFA_undefined
		m.row.rules[register] = registerRule{kind: undefined}
	case 0x08: // DW_CFA_same_value
		m.row.rules[register] = registerRule{kind: sameValue}
	case 0x09: // DW_CFA_register
		m.row.rules[register] = registerRule{kind: inRegister, other: m.number()}
	case 0x10, 0x16: // DW_CFA_expression, DW_CFA_val_expression
		m.take(int(m.number())) //nolint:gosec // too many are an error
		m.row.rules[register] = registerRule{kind: undefined}
	case 0x11: // DW_CFA_offset_extended_sf
		m.row.rules[register] = m.stored(m.signed())
	case 0x14, 0x15: // DW_CFA_val_offset, DW_CFA_val_offset_sf
		r := m.stored(m.leb(op == 0x15))
		r.kind = valueOffset
		m.row.rules[register] = r
	}
	return true
}

// framed executes an instruction that tells of the frame.
func (m *frameMachine) framed(op byte) bool {
	switch op {
	case 0x0c: // DW_CFA_def_cfa
		m.row.base, m.row.offset, m.row.unknown = m.number(), int64(m.number()), false //nolint:gosec // as it is meant
	case 0x0d: // DW_CFA_def_cfa_register
		m.row.base = m.number()
	case 0x0e: // DW_CFA_def_cfa_offset
		m.row.offset = int64(m.number()) //nolint:gosec // as it is meant
	case 0x0f: // DW_CFA_def_cfa_expression
		m.take(int(m.number())) //nolint:gosec // too many are an error
		m.row.unknown = true
	case 0x12: // DW_CFA_def_cfa_sf
		m.row.base, m.row.offset, m.row.unknown = m.number(), m.signed()*m.common.dataAlign, false
	case 0x13: // DW_CFA_def_cfa_offset_sf
		m.row.offset = m.signed() * m.common.dataAlign
	default:
		return false
	}
	return true
}
