package text

// hexDigits are the digits of hexadecimal numbers.
const hexDigits = "0123456789abcdef"

// rowOctets is how many octets a row of a hex dump has.
const rowOctets = 16

// AppendHexRow appends one row of a hex dump, without an end of line: the
// offset, up to 16 octets of data, and the characters that they are in ASCII.
// It has 76 cells at most, 8 of them the offset. The rest of data is returned.
func AppendHexRow(b []byte, offset int64, data []byte) (row, rest []byte) {
	for shift := 28; shift >= 0; shift -= 4 {
		b = append(b, hexDigits[offset>>shift&15])
	}
	n := min(len(data), rowOctets)
	for i := range rowOctets {
		b = append(b, ' ')
		if i == 0 || i == rowOctets/2 {
			b = append(b, ' ')
		}
		if i < n {
			b = append(b, hexDigits[data[i]>>4], hexDigits[data[i]&15])
		} else {
			b = append(b, "  "...)
		}
	}
	b = append(b, "  "...)
	for _, c := range data[:n] {
		if c < ' ' || c > '~' {
			c = '.'
		}
		b = append(b, c)
	}
	return b, data[n:]
}
