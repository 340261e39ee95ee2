package fullscreen

import (
	"strconv"

	"wireladder/render/guess"
	"wireladder/render/sheet"
	"wireladder/render/text/detail"
	"wireladder/render/text/fullscreen/panes"
)

// predict begins to ask which packet is next, or ends that.
func (v *Display) predict() {
	if v.game.On {
		v.game, v.notice = guess.Game{}, "no more questions"
		v.again()
		return
	}
	v.game, v.going.follows = guess.Game{On: true, Reached: v.walk.Here()}, false
	v.notice = "packets are asked about before they are shown"
	if v.share == panes.None { // there is to be room for a question
		v.share = panes.Some
	}
	v.again()
}

// ask stays before the first packet from a step on to the one in hand which is to be asked about.
func (v *Display) ask(from int) {
	for i := max(from, v.game.Reached) + 1; v.game.On && i <= v.walk.Here(); i++ {
		asker := guess.New(v.drawn)
		if v.game.Ask(asker, asker.Before(v.walk.Ref(i)), i); v.game.Asks() {
			v.notice = ""
			v.walk.Go(i - 1)
			return
		}
	}
}

// answered takes a key while something is asked, and reports whether that was an answer: a digit, or one
// that goes on, which shows what comes, or back, which takes the question back.
func (v *Display) answered(name string) bool {
	number := 0
	switch first := bindings()[0]; {
	case first.goesBack(name):
		v.game.TakeBack()
		return true
	case first.goesOn(name):
	case len(name) == 1 && name[0] >= '1' && name[0] <= '9':
		number = int(name[0] - '0')
	default:
		v.game.TakeBack()
		return false
	}
	said, ok := v.game.Answer(number)
	if v.notice = said; !ok {
		v.notice = "there is no answer " + name
		return true
	}
	v.walk.Go(v.game.About)
	v.arrived()
	return true
}

// question is what is asked, in place of the details.
func (v *Display) question() (rows []detail.PrintedRow) {
	say := func(kind sheet.TextKind, s string) {
		rows = append(rows, detail.PrintedRow{Kind: kind, S: sheet.Shorten(v.medium, v.medium.Encode(s), v.parted().Details().Width)})
	}
	say(sheet.Heading, "What will the wire show next?")
	for i, answer := range v.game.Choices() {
		say(sheet.Name, "  "+strconv.Itoa(i+1)+"  "+answer)
	}
	return rows
}
