package cmd_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"wireladder/capture/savefile"
	"wireladder/render/layout/aside"
)

// pictureWidth is wide enough for a column of sentences beside most ladders.
const pictureWidth = 118

// sentencesByPacket is what an output says of packets, by their numbers.
type sentencesByPacket map[int]string

// All outputs say the same of the captures in this tree.
func TestOutputsAgreeOnTestdata(t *testing.T) {
	t.Parallel()
	for _, file := range captureFiles(t, "testdata", func(string) bool { return true }) {
		t.Run(filepath.Base(file), func(t *testing.T) { checkAgreement(t, file) })
	}
}

// The same of folders that are not kept here: CORPUS and CASES name them.
func TestOutputsAgreeOnCorpus(t *testing.T) {
	for _, name := range []string{"CORPUS", "CASES"} {
		dir := os.Getenv(name)
		if dir == "" {
			continue
		}
		for _, file := range captureFiles(t, dir, func(string) bool { return true }) {
			t.Run(name+"/"+filepath.Base(file), func(t *testing.T) { checkAgreement(t, file) })
		}
	}
}

// checkAgreement compares what the outputs say of each packet of a file, the brief and
// the full sentences. It returns how many sentences it has compared.
func checkAgreement(t *testing.T, file string) (compared int) {
	t.Helper()
	for _, detail := range []string{"brief", "full"} {
		lines := sentencesByPacket{}
		for _, l := range linesOf(t, file, detail) {
			if l.Number != 0 && l.Explain != "" {
				lines[l.Number] = l.Explain
			}
		}
		picture, _ := commandLine(t, "read", file, "--explain", detail, "--width", strconv.Itoa(pictureWidth), "--max-steps", "0")
		compared += checkPicture(t, detail, picture, lines)
		verbose, _ := commandLine(t, "read", file, "--explain", detail, "--verbose")
		checkVerbose(t, detail, verbose, lines)
		if detail == "full" {
			checkComments(t, file, lines)
		}
	}
	return compared
}

// checkComments compares the comments of a copy of the file with the full sentences of
// JSON Lines. A comment that the file has had itself is left alone: whoever made it may have said it otherwise.
func checkComments(t *testing.T, file string, lines sentencesByPacket) {
	t.Helper()
	copied := filepath.Join(t.TempDir(), "copy.pcapng")
	if _, status := commandLine(t, "read", file, "-o", copied, "--explain", "full"); status != 0 {
		return // there may be no copy, for the file is damaged
	}
	had := commentsOf(t, file)
	for n, comment := range commentsOf(t, copied) {
		if had[n] != "" {
			continue
		}
		if sentence, ours := strings.CutPrefix(comment, fmt.Sprintf("Packet %d. ", n)); ours && sentence != lines[n] {
			t.Errorf("packet %d: JSON Lines say\n\t%q\nand the comment of a copy\n\t%q", n, lines[n], sentence)
		}
	}
}

// beside is what is not said beside an arrow, for its label says it, or for it was said of a datagram before.
var beside = regexp.MustCompile(`^(ICMP[^:]*: |a separate datagram(; )?)`)

// checkPicture compares the sentences of a picture with those of JSON Lines: of each
// packet that the picture draws.
func checkPicture(t *testing.T, detail, picture string, lines sentencesByPacket) (compared int) {
	t.Helper()
	rows := rowsOf(picture)
	for n, at := range rows.packets {
		sentence, is := lines[n]
		if !is {
			continue
		}
		compared++
		drawn := strings.Replace(sentence, "; "+dropped, "", 1) // which stands at the arrow: TestDroppedIsToldAlike
		forms := []string{drawn, fmt.Sprintf("%d: %s", n, drawn)}
		if short := beside.ReplaceAllString(drawn, ""); short != drawn { // words.TestBesideAnArrow
			forms = append(forms, short, fmt.Sprintf("%d: %s", n, short))
		}
		if !slices.Contains(forms, "") && !slices.ContainsFunc(forms, func(f string) bool { return rows.say(at, f) }) {
			t.Errorf("packet %d, %s: JSON Lines say\n\t%q\nand the picture\n%s", n, detail, sentence, rows.part(at))
		}
	}
	return compared
}

// checkVerbose compares the sentences of `read -v` with those of JSON Lines.
func checkVerbose(t *testing.T, detail, verbose string, lines sentencesByPacket) {
	t.Helper()
	for _, block := range regexp.MustCompile(`(?m)^packet \d+ · `).FindAllStringIndex(verbose, -1) {
		head, rest := verbose[block[0]:block[1]], verbose[block[1]:]
		rest, _, _ = strings.Cut(rest, "\n\n")
		n, _ := strconv.Atoi(strings.Fields(head)[1])
		sentence := lines[n]
		ok := sentence == "" || slices.ContainsFunc(strings.Split(rest, "\n"), func(l string) bool {
			problem, is := strings.CutPrefix(strings.TrimSpace(l), "problem: ")
			return strings.TrimSpace(l) == sentence || is && strings.Contains(sentence, problem)
		})
		if !ok {
			t.Errorf("packet %d, %s: JSON Lines say\n\t%q\nand not so read -v:\n%s", n, detail, sentence, rest)
		}
	}
}

// commentsOf returns the comments of the packets in a recording.
func commentsOf(t *testing.T, file string) sentencesByPacket {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close() //nolint:errcheck // only read
	r, err := savefile.NewReader(f)
	comments := sentencesByPacket{}
	for err == nil {
		e, fault := r.Next()
		if err = fault; err == nil && e.Packet != nil {
			comments[e.Packet.Number] = e.Packet.Comment
		}
	}
	return comments
}

// drawing is a picture as rows of pieces of text.
type drawing struct {
	lines   []string
	rows    [][]piece
	packets map[int]int // the row of a packet's arrow, by its number
}

// piece is text between lines of the picture or wide gaps.
type piece struct {
	cell int
	text string
}

// numbered finds the number of an arrow, which stands before the first lifeline of its
// ladder; there may be two ladders side by side. A packet to itself comes from the left.
var numbered = regexp.MustCompile(`(?:^ {0,6}| {2,}|◆ ?)(\d+)(?: +[│┃┊├┌└◀─]|▶[│┃┊])`)

// rowsOf takes a picture apart.
func rowsOf(text string) *drawing {
	p := &drawing{packets: map[int]int{}}
	for i, line := range strings.Split(text, "\n") {
		p.lines = append(p.lines, line)
		p.rows = append(p.rows, piecesOf(line))
		for _, m := range numbered.FindAllStringSubmatch(line, -1) {
			n, _ := strconv.Atoi(m[1])
			p.packets[n] = i
		}
	}
	return p
}

// whose is how a sentence begins where several stand below each other: with the number
// of its packet, its call, or what the kernel has said.
var whose = regexp.MustCompile(`^(\d+|[a-z_]+\(\)[\w =]*|\d+ bytes? unread|(?:accept )?queue [^:]*): `)

// piecesOf splits a row at the lines of the picture and at wide gaps.
func piecesOf(line string) (pieces []piece) {
	start, end, cell := -1, 0, 0
	flush := func() {
		if start >= 0 {
			pieces = append(pieces, piece{start, strings.TrimRight(line[end:], " ·")})
			start = -1
		}
	}
	rest := line
	for at := 0; at < len(rest); {
		r, n := utf8.DecodeRuneInString(rest[at:])
		gap := strings.HasPrefix(rest[at:], "  ")
		switch {
		case isGlyph(r) || gap:
			if start >= 0 {
				line = rest[:at]
				flush()
			}
		case start < 0 && r != ' ' && r != '·': // dots lead to a line of the picture
			start, end = cell, at
		}
		at += n
		cell++
	}
	line = rest
	flush()
	return pieces
}

// isGlyph reports whether a character belongs to the drawing: box drawing and arrows.
func isGlyph(r rune) bool { return r >= 0x2500 && r <= 0x27bf }

// How many rows above and below its arrow's number a sentence may begin: above, because
// the number of an arrow that slopes stands at its head as well.
const (
	lookBack  = 120
	lookAhead = 120
)

// say reports whether a sentence stands about the row of an arrow, whole and with
// nothing added.
func (p *drawing) say(at int, sentence string) bool {
	want := squeezed(sentence)
	for row := max(at-lookBack, 0); row < min(at+lookAhead, len(p.rows)); row++ {
		for _, first := range p.rows[row] {
			if p.reads(row, first, want) {
				return true
			}
		}
	}
	return false
}

// arrived is what may be added of the arrival of a packet, without its spaces: brief, or in full.
var arrived = regexp.MustCompile(`^(;(comesafterpacket\d|wasonthewire|asecondcopy)|Packet\d+wassentlater|Itwasonthewire|Thewiredelivers)`)

// reads reports whether a text begins with a piece, goes on below it, and ends there.
func (p *drawing) reads(row int, first piece, want string) bool {
	got := squeezed(first.text)
	for strings.HasPrefix(want, got) || strings.HasPrefix(got, want) {
		row++
		next, goesOn := p.below(row, first.cell)
		if !goesOn || len(got) >= len(want) && next.cell == first.cell && (p.another(row) || whose.MatchString(next.text)) {
			added, begins := strings.CutPrefix(got, want)
			return begins && (added == "" || arrived.MatchString(added))
		}
		got += squeezed(next.text)
	}
	return false
}

// below returns the piece of a row that begins at a cell or, for beside a ladder what goes on does so, two cells further in:
// those may have the sign that it is not of what is in its row.
func (p *drawing) below(row, cell int) (piece, bool) {
	if row >= len(p.rows) {
		return piece{}, false
	}
	for _, o := range p.rows[row] {
		text, goesOn := strings.CutPrefix(o.text, aside.Continues)
		switch {
		case goesOn && o.cell == cell:
			return piece{cell + 2, text}, true
		case o.cell == cell, o.cell == cell+2:
			return o, true
		}
	}
	return piece{}, false
}

// another reports whether a row has a sentence of its own: it has an arrow, a call or
// an arrival.
func (p *drawing) another(row int) bool {
	return strings.ContainsAny(p.lines[row], "├┤┌┐└┘╭╮╰╯▶◀─┄╡╞")
}

// part returns the rows of an arrow and below it.
func (p *drawing) part(at int) string {
	return strings.Join(p.lines[at:min(at+12, len(p.lines))], "\n")
}

// squeezed returns a text without spaces.
func squeezed(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}
