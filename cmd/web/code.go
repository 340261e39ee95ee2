package web

import (
	"fmt"
	"strings"

	"rsc.io/qr"
)

// quiet is how many light modules a QR code has around it at least (ISO/IEC 18004).
const quiet = 4

// codeOf returns a link as a QR code with its quiet zone, row by row: a "#" is dark.
func codeOf(link string) ([]string, error) {
	code, err := qr.Encode(link, qr.M)
	if err != nil {
		return nil, fmt.Errorf("can't make a QR code of %q: %w", link, err)
	}
	rows := make([]string, code.Size+2*quiet)
	for y := range rows {
		var b strings.Builder
		for x := range rows {
			if code.Black(x-quiet, y-quiet) { // none outside
				b.WriteByte('#')
			} else {
				b.WriteByte(' ')
			}
		}
		rows[y] = b.String()
	}
	return rows, nil
}

// How a code is drawn: two rows of modules are one of cells, by which of the two is light.
var halves = map[string]string{"  ": "█", " #": "▀", "# ": "▄", "##": " "}

// What colours a code has on any terminal, dark or light: white on black, and then as before.
const (
	whiteOnBlack = "\x1b[0;97;40m"
	plain        = "\x1b[0m"
)

// draw returns a code as rows of a terminal. Without colours, light is what the terminal has letters in:
// on a light terminal the code is a negative then, which most cameras read as well.
func draw(code []string, color bool) string {
	var b strings.Builder
	for y := 0; y < len(code); y += 2 {
		below := strings.Repeat("#", len(code)) // nothing: as the terminal is
		if y+1 < len(code) {
			below = code[y+1]
		}
		if color {
			b.WriteString(whiteOnBlack)
		}
		for x := range code[y] {
			b.WriteString(halves[code[y][x:x+1]+below[x:x+1]])
		}
		if color {
			b.WriteString(plain)
		}
		b.WriteByte('\n')
	}
	return b.String()
}
