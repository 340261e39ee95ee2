package usage

import (
	"wireladder/cmd/console"
	"wireladder/cmd/failure"
	"wireladder/cmd/flags"
)

// Pictures are the options of a command that makes another picture of one file or two.
type Pictures struct {
	File, Other string // the files; the second is "" where there is one
	MaxSteps    int    // packets and calls up to which they are drawn
	Picture     *flags.PictureOptions
	Output      *flags.OutputOptions
}

// Check says what is wrong with the options. hint names outputs that will do, and lacks what is no
// picture: "no picture of two runs".
func (p *Pictures) Check(c *console.Console, hint, lacks string) error {
	if p.MaxSteps < 0 {
		return failure.Misused("0 draws however many there are", "no picture has %d steps", p.MaxSteps)
	}
	for _, check := range []func() error{
		p.Picture.Check, func() error { return CheckFiles(p.File, p.Other, p.Output.Files) }, func() error { return p.Output.Check(c) },
		func() error { return p.Output.CheckSlide(p.Picture.Width) },
	} {
		if err := check(); err != nil {
			return err
		}
	}
	for _, d := range p.Output.Destinations() {
		if !d.Format.IsPicture() {
			return failure.Misused(hint, "%s is %s", d.Format, lacks)
		}
	}
	return nil
}
