package page

import "wireladder/render/sheet"

// Usage notes what the legend must explain.
type Usage struct {
	States, Observed, Kernel, Waiting, Finishing, Closed, Queued, Nobody, Peers, Accepts, Loops, Slopes, Lost, Between, Dropped, Key, Braces, Leads bool
	Times                                                                                                                                           string // what those in the margin are; "": there are none
}

// Lose notes a packet that is lost: between two captures, where no more is known of that.
func (u *Usage) Lose(between bool) { u.Lost, u.Between = u.Lost || !between, u.Between || between }

// Braces is what a brace in the margin means.
const Braces = "how long a call waited, a connection for accept(), or a packet for a timer that sent it"

// KeySign stands in the margin of a row that is key.
const KeySign = "◆"

// Where the signs of the legend stand, in cells.
const (
	legendIndent = 11 // where meanings begin that have a row each
	signMiddle   = 5  // of the signs beside them
	betweenSigns = 3
	dots         = 5 // of what leads past lines
)

// legendSign is a sign of the legend, and what it means.
type legendSign struct {
	used           bool
	sign           string // "": it is no text
	vertical       sheet.VerticalKind
	seen           bool // the sign is that of what the kernel says
	dots           int  // the sign is so many of them, which lead past lines; 0: it is none
	kind           sheet.TextKind
	meaning, short string
}

// signs are all signs.
func (u *Usage) signs() []legendSign {
	return []legendSign{
		{used: u.Times != "", sign: "time", kind: sheet.Faint, meaning: u.Times, short: u.Times},
		{used: u.Braces, sign: "├─", kind: sheet.Faint, meaning: Braces, short: "a wait"},
		{used: u.Key, sign: KeySign, kind: sheet.KeyMark, meaning: "not to be overlooked: what stands out most in this picture", short: "stands out"},
		{used: u.States, sign: "[STATE]", kind: sheet.Faint, meaning: "a TCP state that this end enters, as the packets tell" + agreed(u.Observed), short: "a state, by the packets"},
		{used: u.Kernel, seen: true, meaning: "what the kernel said of this socket (sock_diag); no packet or call shows it", short: "the kernel's word"},
		{used: u.Waiting, vertical: sheet.Waiting, meaning: "a call waits", short: "a call waits"},
		{used: u.Queued, vertical: sheet.Queued, meaning: "a connection that the kernel sets up: accept() has not returned it yet", short: "not accepted yet"},
		{used: u.Finishing, vertical: sheet.Finishing, meaning: "the program has closed the socket; its kernel goes on for it", short: "closed; its kernel goes on"},
		{used: u.Closed, vertical: sheet.Finishing, meaning: "the program has closed the socket; what comes there is answered by the kernel", short: "closed; its kernel answers"},
		{used: u.Nobody, vertical: sheet.Nobody, meaning: "no socket sends or takes this packet: the kernel of that host does, by itself", short: "the kernel, without a socket"},
		{used: u.Peers, sign: "⇄", kind: sheet.Faint, meaning: "the other end of this socket's connection", short: "the other end"},
		{used: u.Accepts, sign: "─┤╌╌┤", kind: sheet.Faint, meaning: "a call returns the socket that the dashes lead to", short: "a call returns that socket"},
		{used: u.Leads, dots: dots, meaning: "leads past other lines to that of a call, a state or a sentence", short: "leads to its line"},
		{used: u.Loops, sign: "◀─╯", kind: sheet.Faint, meaning: "a packet that comes back to the socket that sends it", short: "to itself"},
		{used: u.Slopes, sign: "──╮", kind: sheet.Faint, meaning: "a packet on its way over the wire; the arrowhead with the same number is its arrival", short: "on its way"},
		{used: u.Lost, sign: "──✗", kind: sheet.Faint, meaning: "a packet that the wire loses", short: "lost"},
		{used: u.Between, sign: "──✗", kind: sheet.Faint, meaning: "a packet that is lost between the two captures", short: "lost between the captures"},
		{used: u.Dropped, sign: "──✗│", kind: sheet.Faint, meaning: "a packet that arrives, and is dropped by the kernel there", short: "dropped"},
	}
}

// Legend explains the signs that were used, and only those: in a row each or, if it is to be
// short, one behind the other.
func (p *Page) Legend(short bool) {
	x := 2
	p.noteLeaders()
	for _, e := range p.Used.signs() {
		switch {
		case !e.used:
		case short:
			x = p.brief(&e, x)
		default:
			p.sign(&e, signMiddle-p.widthOf(&e)/2)
			p.Y = p.Paragraph(legendIndent, p.Y, p.Cells-legendIndent, e.meaning, sheet.Faint)
		}
	}
	if short && x > 2 {
		p.Y++
	}
}

// brief puts a sign and its short meaning at x, or if there is no room in the next row, and
// returns where the next one begins. What has no room in a row of its own is folded.
func (p *Page) brief(e *legendSign, x int) int {
	sign, meaning := max(2, p.widthOf(e)), p.Medium.Encode(e.short)
	width := sign + 1 + p.Medium.Cells(meaning)
	if x > 2 && x+width > p.Cells {
		x = 2
		p.Y++
	}
	p.sign(e, x)
	if left := x + sign + 1; x+width > p.Cells {
		p.Y = p.Paragraph(left, p.Y, p.Cells-left, e.short, sheet.Faint)
		return 2
	}
	p.Text(x+sign+1, p.Y, meaning, sheet.Faint)
	return x + width + betweenSigns
}

// widthOf returns how many cells a sign takes.
func (p *Page) widthOf(e *legendSign) int {
	if e.seen {
		return 2
	}
	return max(e.dots, p.Medium.Cells(p.Medium.Encode(e.sign)))
}

// noteLeaders notes whether dots lead past lines in the rows that are on the page.
func (p *Page) noteLeaders() { p.Used.Leads = p.Used.Leads || len(p.Leaders) > 0 }

// sign puts a sign at x.
func (p *Page) sign(e *legendSign, x int) {
	switch {
	case e.sign != "":
		p.Text(x, p.Y, p.Medium.Encode(e.sign), e.kind)
	case e.dots > 0:
		p.Leaders = append(p.Leaders, sheet.Leader{From: x, To: x + e.dots - 1, Y: p.Y})
	case e.seen:
		p.Junctions = append(p.Junctions, sheet.Junction{X: x + 1, Y: p.Y, Kind: sheet.Seen, Left: true})
	default:
		p.Verticals = append(p.Verticals, sheet.Vertical{X: x, From: p.Y, To: p.Y, Kind: e.vertical})
	}
}

// agreed says that the kernel confirmed some of the states, where it did.
func agreed(observed bool) string {
	if observed {
		return "; the kernel confirmed some of them (sock_diag)"
	}
	return ""
}
