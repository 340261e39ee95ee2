package cmd_test

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/gdamore/tcell/v3/vt"
)

// What a presenter's remote control sends.
const pageUp, pageDown = "\x1b[5~", "\x1b[6~"

// frames returns how many frames the program has begun to draw, and whether it has ended the last one (DEC mode 2026).
func (s *screening) frames() (begun int, ended bool) {
	shown := s.shown.String()
	begun = strings.Count(shown, "\x1b[?2026h")
	return begun, begun == strings.Count(shown, "\x1b[?2026l")
}

// frame waits until the screen shows a step, whole.
func (s *screening) frame(step, of int) string {
	s.t.Helper()
	for wanted := fmt.Sprintf(" step %d of %d ", step, of); ; s.more() {
		if _, whole := s.frames(); whole && strings.Contains(s.rows(), "\n"+wanted) {
			return s.rows()
		}
	}
}

// inHand returns which row above the bar is marked as that of the step in hand; -1: none is.
func (s *screening) inHand() int {
	s.t.Helper()
	for y, row := range strings.Split(s.rows(), "\n") {
		if bar.MatchString(row) {
			return -1
		}
		for x := range len([]rune(row)) {
			if s.term.GetCell(vt.Coord{X: vt.Col(x), Y: vt.Row(y)}).S.Attr()&vt.Reverse != 0 {
				return y
			}
		}
	}
	return -1
}

// headsOf is a row with the names that heads of a ladder have, by what the bar says of it.
var headsOf = map[string]*regexp.Regexp{
	"contrast UDP":    regexp.MustCompile(`^ *client +server\b *(│.*)?$|^ *client +server +client +server +server *$`),
	"contrast TCP":    regexp.MustCompile(`^ *client +server +server *(│.*)?$|^ *client +server +client +server +server *$`),
	"backlog TCP":     regexp.MustCompile(`^ *client 1 +client 2 +client 3 +server +server +server +server *(│.*)?$`),
	"synack-loss TCP": regexp.MustCompile(`^ *client +server +server *(│.*)?$`),
}

// ladderOf is where the bar says of which ladder the step in hand is.
var ladderOf = regexp.MustCompile(`\n step \d+ of \d+ · (UDP|TCP)`)

// looksRight checks a screen that shows a step of a lecture: its row is there and marked, and above it the heads of
// its own ladder are the last; the bar stands where it belongs, and what keys do is the last row.
func (s *screening) looksRight(lecture, screen string) {
	s.t.Helper()
	rows := strings.Split(strings.TrimSuffix(screen, "\n"), "\n")
	at, ladder := s.inHand(), ladderOf.FindStringSubmatch(screen)
	if at < 0 || ladder == nil {
		s.t.Errorf("no step is in hand:\n%s", screen)
		return
	}
	heads := func(of *regexp.Regexp) int {
		for y, row := range slices.Backward(rows[:at]) {
			if of.MatchString(row) {
				return y
			}
		}
		return -1
	}
	own := heads(headsOf[lecture+" "+ladder[1]])
	for name, of := range headsOf {
		if strings.HasPrefix(name, lecture) && heads(of) > own {
			s.t.Errorf("row %d is below heads of another ladder:\n%s", at, screen)
		}
	}
	if own < 0 {
		s.t.Errorf("row %d has no heads:\n%s", at, screen)
	}
	if last := rows[len(rows)-1]; !strings.HasPrefix(last, "Space: next") && !strings.Contains(last, "this is the") {
		s.t.Errorf("the last row is %q", last)
	}
}

// saidBelow is what stands from the bar on.
func saidBelow(screen string) string {
	_, said, _ := strings.Cut(screen, "\n step ")
	return said
}

// Lectures are walked through with the keys of a remote control alone: forward, back on a screen that is resized
// meanwhile, and forward again, which shows the same screens.
func TestLecturesOnTheWholeScreen(t *testing.T) {
	sizes := [][2]int{{80, 24}, {100, 30}, {160, 45}}
	for _, lecture := range []string{"contrast", "backlog", "synack-loss"} {
		for i, size := range sizes {
			t.Run(fmt.Sprint(lecture, size), func(t *testing.T) {
				s := screen(t, size[0], size[1], "view", "testdata/scenarios/"+lecture+".pcapng.gz")
				s.see("step 1 of ")
				n, err := strconv.Atoi(bar.FindStringSubmatch(s.rows())[2])
				must(t, err)
				seen := []string{s.frame(1, n)}
				for step := 2; step <= n; step++ {
					s.press(pageDown)
					seen = append(seen, s.frame(step, n))
					s.looksRight(lecture, seen[step-1])
				}
				for step := n - 1; step > 0; step-- {
					s.press(pageUp)
					now := s.frame(step, n)
					s.looksRight(lecture, now)
					if saidBelow(now) != saidBelow(seen[step-1]) {
						t.Errorf("back at step %d it shows\n%s\nand before\n%s", step, now, seen[step-1])
					}
					if step%9 == 0 {
						headline := []rune(strings.Split(saidBelow(now), "\n")[1])
						s.becomes(sizes[(i+1)%3], fmt.Sprintf(" of %d ", n), strings.TrimSpace(string(headline[:min(len(headline), 30)]))) // beside each other ladders have another order
						s.looksRight(lecture, s.rows())
						s.becomes(size, fmt.Sprintf("\n step %d of %d ", step, n))
						s.looksRight(lecture, s.rows())
					}
				}
				for step := 1; step <= n; step++ {
					if now := s.frame(step, n); now != seen[step-1] {
						t.Errorf("again at step %d it shows\n%s\nand before\n%s", step, now, seen[step-1])
					}
					s.press(pageDown)
				}
				s.press("q")
				if code := s.end(); code != 0 {
					t.Errorf("exit code %d", code)
				}
				if lecture == "backlog" && !strings.Contains(strings.Join(strings.Fields(strings.Join(seen, " ")), " "), " 22.5 ms after the row before") && size[0] < 160 {
					t.Error("no step is 22.5 ms after the row before, behind the pause")
				}
			})
		}
	}
}

// becomes makes the screen another size, and waits until it shows all that is expected there: some step that is not the
// first.
func (s *screening) becomes(size [2]int, expected ...string) {
	s.t.Helper()
	before, _ := s.frames()
	s.resize(size[0], size[1])
	for {
		s.more()
		now, whole := s.frames()
		shown := s.rows()
		missing := func(what string) bool { return !strings.Contains(shown, what) }
		if now > before && whole && strings.HasPrefix(strings.Split(shown, "\n")[size[1]-1], "Space: next") && !slices.ContainsFunc(expected, missing) {
			break
		}
	}
	at := bar.FindStringSubmatch(s.rows())
	step, err := strconv.Atoi(at[1])
	must(s.t, err)
	of, err := strconv.Atoi(at[2])
	must(s.t, err)
	s.press(pageUp) // what was still to be drawn because of the size is drawn before that
	s.frame(step-1, of)
	s.press(pageDown)
	s.frame(step, of)
}
