package jsonl

import (
	"net/netip"
	"strconv"
	"time"
	"unicode"
	"unicode/utf8"
)

const hexDigits = "0123456789abcdef"

// appendString appends s as a JSON string (RFC 8259 §7). What is not valid
// UTF-8 becomes U+FFFD, and what is not printable is escaped.
func appendString(b []byte, s string) []byte {
	b = append(b, '"')
	from := 0 // what of s is not appended yet
	for i := 0; i < len(s); {
		if c := s[i]; c < utf8.RuneSelf {
			if c < ' ' || c == '"' || c == '\\' || c == 0x7f {
				b = appendEscape(append(b, s[from:i]...), rune(c))
				from = i + 1
			}
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError || !unicode.IsPrint(r) {
			b = appendEscape(append(b, s[from:i]...), r)
			from = i + size
		}
		i += size
	}
	return append(append(b, s[from:]...), '"')
}

// appendEscape appends the escape sequence of r.
func appendEscape(b []byte, r rune) []byte {
	switch r {
	case '"', '\\':
		return append(b, '\\', byte(r))
	case '\n':
		return append(b, '\\', 'n')
	case '\r':
		return append(b, '\\', 'r')
	case '\t':
		return append(b, '\\', 't')
	}
	if r > 0xffff {
		r -= 0x10000
		return appendUnit(appendUnit(b, 0xd800+r>>10), 0xdc00+r&0x3ff)
	}
	return appendUnit(b, r)
}

// appendUnit appends the escape sequence of one UTF-16 code unit.
func appendUnit(b []byte, u rune) []byte {
	return append(b, '\\', 'u', hexDigits[u>>12&15], hexDigits[u>>8&15], hexDigits[u>>4&15], hexDigits[u&15])
}

// appendAddrPort appends an endpoint: "127.0.0.1:12000", and the address alone
// where the protocol has no ports. A zone came out of a file: it may hold
// anything.
func appendAddrPort(b []byte, a netip.AddrPort, ports bool) []byte {
	if a.Addr().Zone() != "" {
		return appendString(b, a.String())
	}
	b = append(b, '"')
	if ports {
		b = a.AppendTo(b)
	} else {
		b = a.Addr().AppendTo(b)
	}
	return append(b, '"')
}

// timeWriter writes times. It keeps the second that it wrote last, which most
// packets share with the one before.
type timeWriter struct {
	second int64  // since 1970
	text   []byte // that second, "2026-01-02T15:04:05"; nil: none yet
}

// append appends t in UTC as RFC 3339 has it, with nine digits of fraction.
func (c *timeWriter) append(b []byte, t time.Time) []byte {
	if second := t.Unix(); second != c.second || c.text == nil {
		c.second = second
		c.text = t.UTC().AppendFormat(c.text[:0], "2006-01-02T15:04:05")
	}
	b = append(append(b, '"'), c.text...)
	return append(appendFraction(b, t.Nanosecond()), 'Z', '"')
}

// appendFraction appends a point and ns with nine digits.
func appendFraction(b []byte, ns int) []byte {
	b = append(b, ".000000000"...)
	for i := len(b) - 1; ns > 0; i-- {
		b[i] = '0' + byte(ns%10) //nolint:gosec // a digit
		ns /= 10
	}
	return b
}

// appendKey appends the name of a further field and what separates it.
func appendKey(b []byte, key string) []byte {
	return append(append(append(b, ',', '"'), key...), '"', ':')
}

// appendInt appends a further field that is a number.
func appendInt(b []byte, key string, n int64) []byte {
	return strconv.AppendInt(appendKey(b, key), n, 10)
}

// appendText appends a further field that is a string, unless it is empty.
func appendText(b []byte, key, s string) []byte {
	if s == "" {
		return b
	}
	return appendString(appendKey(b, key), s)
}
