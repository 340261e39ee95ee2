package endings

import (
	"regexp"
	"slices"
	"strconv"
	"unicode/utf8"

	"wireladder/capture/run/findings"
	"wireladder/capture/run/findings/accounts"
)

// has reports whether something of a rule was found at a socket.
func (x *search) has(rule findings.Rule, s *accounts.Account) bool {
	return slices.ContainsFunc(x.Found, func(f findings.Finding) bool { return f.Rule == rule && f.Who == s.Socket })
}

// endsInCharacter reports whether what a call has received ends in the middle of a character in
// UTF-8. Of one that has received more than is kept that is taken for granted.
func endsInCharacter(c accounts.Call) bool {
	if int64(len(c.Data)) != c.Result {
		return true
	}
	for i := len(c.Data) - 1; i >= 0 && i >= len(c.Data)-utf8.UTFMax; i-- {
		if utf8.RuneStart(c.Data[i]) {
			return !utf8.FullRune(c.Data[i:])
		}
	}
	return false
}

// cutAt finds in what Python says of half a character where that ends.
var cutAt = regexp.MustCompile(`in position (?:\d+-)?(\d+): unexpected end of data$`)

// counted looks for the text at the end of what was received that has just as many characters
// as octets of it were decoded, of which the last ones are half a character: it returns how many
// octets are left over, and the number of characters; 0 and 0 if there is none.
func counted(exception string, received []byte) (more, characters int64) {
	found := cutAt.FindStringSubmatch(exception)
	if found == nil {
		return 0, 0
	}
	last, err := strconv.Atoi(found[1])
	if n := last + 1; err == nil && n > 0 && n < len(received) {
		text := received
		for utf8.RuneCount(text) > n {
			_, size := utf8.DecodeRune(text)
			text = text[size:]
		}
		if utf8.RuneCount(text) == n && len(text) > n && !utf8.RuneStart(text[n]) {
			return int64(len(text) - n), int64(n)
		}
	}
	return 0, 0
}
