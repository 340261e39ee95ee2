package asking

import "fmt"

// Answering is a question that is answered key by key: any program that is held up may be called up by its number.
type Answering struct {
	CallQuestion
	begun  int // a number of which a digit was typed; 0: none was
	wanted int // who was called up before anything was asked; 0: nobody
}

// Ask takes what is asked now, and reports whether that is answered already: who was called up before is held up.
func (a *Answering) Ask(q CallQuestion) (answered bool) {
	if a.CallQuestion = q; q.Asks == "" {
		return false
	}
	if answered = q.IsHeld(a.wanted); answered {
		a.begun = a.wanted
	}
	a.wanted = 0
	return answered
}

// Answer returns the number of who goes on, 0 for who is asked about, and reports whether anything is asked. It is not
// any more then.
func (a *Answering) Answer() (who int, asked bool) {
	if a.Asks == "" {
		a.wanted, a.begun = a.begun, 0 // what the last call leads to is to come first
		return 0, false
	}
	who = a.begun
	a.begun, a.Asks = 0, ""
	return who, true
}

// Forget gives up a number: another key was pressed.
func (a *Answering) Forget() { a.begun, a.wanted = 0, 0 }

// Digit takes a digit, and reports whether the number is whole, and its program held up. If not, it says why: more
// is to be typed, or nobody is held up who has it.
func (a *Answering) Digit(digit byte) (whole bool, said string) {
	number := a.begun*10 + int(digit-'0')
	a.Forget()
	switch most := a.Most(); {
	case number == 0 || number > most:
		return false, fmt.Sprintf("nobody has the number %d", number)
	case number*10 <= most:
		said = fmt.Sprintf("%d: a further digit, or Space", number)
	case !a.IsHeld(number):
		return false, fmt.Sprintf("%d is not held up before a call", number)
	}
	a.begun = number
	return said == "", said
}
