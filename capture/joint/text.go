package joint

import "encoding/json"

// Text returns the account as a line of JSON, as files hold it.
func (a *Captures) Text() string {
	b, err := json.Marshal(a)
	if err != nil {
		return "" // of a number that is none
	}
	return string(b)
}

// ParseAccount returns the account that Text has written, and whether it is one.
func ParseAccount(text string) (*Captures, bool) {
	a := new(Captures)
	if json.Unmarshal([]byte(text), a) != nil {
		return nil, false
	}
	return a, true
}
