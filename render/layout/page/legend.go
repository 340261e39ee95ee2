package page

import "wireladder/render/sheet"

// Usage notes what the legend must explain.
type Usage struct{ States, Observed, Kernel, Waiting, Finishing, Closed, Slopes, Lost, Key bool }

// KeySign stands in the margin of a row that is key.
const KeySign = "◆"

// legendIndent is where the meanings of the signs begin, in cells.
const legendIndent = 11

// Legend explains the signs that were used, and only those.
func (p *Page) Legend() {
	if p.Used.Key {
		p.Text(5, p.Y, p.Medium.Encode(KeySign), sheet.KeyMark)
		p.meaning("not to be overlooked: what happens here is the point of this picture")
	}
	if p.Used.States {
		p.Text(2, p.Y, p.Medium.Encode("(STATE)"), sheet.Faint)
		p.meaning("a TCP state that this end enters, inferred from the packets")
	}
	if p.Used.Observed {
		p.Text(2, p.Y, p.Medium.Encode("[STATE]"), sheet.Faint)
		p.meaning(sameState(p.Used.States) + "the kernel said so when it was asked (sock_diag)")
	}
	if p.Used.Kernel {
		p.Junctions = append(p.Junctions, sheet.Junction{X: 5, Y: p.Y, Kind: sheet.Seen, Left: true})
		p.meaning("what the kernel said of this socket (sock_diag); no packet or call tells it")
	}
	p.sign(p.Used.Waiting, sheet.Waiting, "a call waits")
	p.sign(p.Used.Finishing, sheet.Finishing, "the program has closed the socket; its kernel goes on for it")
	p.sign(p.Used.Closed, sheet.Finishing, "the program has closed the socket; what comes there is answered by the kernel")
	p.mark(p.Used.Slopes, "──╮", "a packet on its way over the wire; the arrowhead with the same number is its arrival")
	p.mark(p.Used.Lost, "──✗", "a packet that the wire loses")
}

// sameState begins the meaning of an observed state, after that of an inferred
// one if there is any.
func sameState(inferred bool) string {
	if inferred {
		return "the same, and "
	}
	return "a TCP state that this end enters; "
}

func (p *Page) sign(used bool, kind sheet.VerticalKind, meaning string) {
	if !used {
		return
	}
	p.Verticals = append(p.Verticals, sheet.Vertical{X: 5, From: p.Y, To: p.Y, Kind: kind})
	p.meaning(meaning)
}

// mark explains what is drawn in characters.
func (p *Page) mark(used bool, sign, meaning string) {
	if used {
		p.Text(4, p.Y, p.Medium.Encode(sign), sheet.Faint)
		p.meaning(meaning)
	}
}

func (p *Page) meaning(text string) {
	p.Y = p.Paragraph(legendIndent, p.Y, p.Cells-legendIndent, text, sheet.Faint)
}
