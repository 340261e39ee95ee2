package labels

import (
	"strconv"
	"unicode/utf8"
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
