package anatomy

import (
	"encoding/binary"
	"fmt"
	"strconv"
)

// Kinds of options of TCP (RFC 9293 §3.2, RFC 7323, RFC 2018).
const (
	optionEnd        = 0
	optionNothing    = 1
	optionMSS        = 2
	optionScale      = 3
	optionSACKAllows = 4
	optionSACK       = 5
	optionTimes      = 8
)

// option tells the next option of a TCP header that ends at end.
func (d *dissection) option(end int) {
	left := d.data[d.at:end]
	switch kind := left[0]; {
	case kind == optionEnd:
		d.field(len(left), "option: end", "")
	case kind == optionNothing:
		d.field(1, "option: no operation", "")
	case len(left) < 2 || left[1] < 2 || int(left[1]) > len(left):
		d.field(len(left), "option", fmt.Sprintf("kind %d, cut off", kind))
	default:
		name, value := optionOf(kind, left[2:left[1]])
		d.field(int(left[1]), "option: "+name, value)
	}
}

// optionOf names an option, and tells what it says.
func optionOf(kind byte, body []byte) (name, value string) {
	switch {
	case kind == optionMSS && len(body) == 2:
		return "maximum segment size", fmt.Sprint(binary.BigEndian.Uint16(body))
	case kind == optionScale && len(body) == 1:
		return "window scale", fmt.Sprintf("%d: times %d", body[0], 1<<min(body[0], 14))
	case kind == optionSACKAllows:
		return "SACK permitted", ""
	case kind == optionSACK:
		return "SACK", blocks(body)
	case kind == optionTimes && len(body) == 8:
		return "timestamps", decimal(body) + ", echo of " + decimal(body[4:])
	}
	return fmt.Sprintf("kind %d", kind), octets(len(body))
}

// decimal writes the first four octets as a number.
func decimal(body []byte) string {
	return strconv.FormatUint(uint64(binary.BigEndian.Uint32(body)), 10)
}

// blocks tells the ranges of a SACK option.
func blocks(body []byte) string {
	s := ""
	for ; len(body) >= 8; body = body[8:] {
		s += fmt.Sprintf(", %d-%d on the wire", binary.BigEndian.Uint32(body), binary.BigEndian.Uint32(body[4:]))
	}
	if s == "" {
		return ""
	}
	return s[2:]
}
