package labels

import (
	"strconv"
	"unicode"
	"unicode/utf8"

	"wireladder/render/quantity"
)

// Sizes of what is shown of payloads, in characters.
const (
	quoteLong  = 40
	quoteShort = 16
	quoteTiny  = 4
)

// quote returns data between double quotes, escaped as Go does it, and cut after about
// limit characters; size is the full length of what data begins.
func quote(data []byte, size, limit int) string { return string(appendQuote(nil, data, size, limit)) }

// appendQuote appends to b what quote returns.
func appendQuote(b, data []byte, size, limit int) []byte {
	shown, cut := data, size > len(data)
	for i, n := 0, 0; i < len(data); n++ {
		if n == limit {
			shown, cut = data[:i], true
			break
		}
		_, width := utf8.DecodeRune(data[i:])
		i += width
	}
	if b = strconv.AppendQuote(b, string(shown)); cut {
		b = append(b[:len(b)-1], "…\""...)
	}
	return b
}

// octets returns what a call has sent or received: as quote does, or how many octets there are, where the text
// would be escapes for the most part, and cut.
func octets(data []byte, size, limit int) string {
	if size > quoteShort && binary(data) {
		return quantity.Count(size, "byte")
	}
	return quote(data, size, limit)
}

// much reports whether not all of the octets of a call are shown even where there is room, so that their number is
// told beside them. Octets that are no text are told by their number anyway.
func much(data []byte, size int) bool {
	return !(size > quoteShort && binary(data)) && (size > len(data) || utf8.RuneCount(data) > quoteLong)
}

// binary reports whether most octets are no text.
func binary(data []byte) bool {
	escaped := 0
	for i := 0; i < len(data); {
		r, width := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError || !unicode.IsPrint(r) && !unicode.IsSpace(r) {
			escaped += width
		}
		i += width
	}
	return escaped > len(data)/2
}
