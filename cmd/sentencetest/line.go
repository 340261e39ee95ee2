package sentencetest

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"
)

// Line is a line of JSON Lines: of a packet if Number is not 0, of a socket call if
// Call is not "", of what became of a packet on its way if Delivery is not 0. Other lines are read, too, and hold nothing here.
type Line struct {
	Number  int       `json:"number"`
	Time    time.Time `json:"time"` // zero where the file tells none
	Proto   string    `json:"proto"`
	Stream  *int      `json:"stream"`
	Src     string    `json:"src"` // with the port for TCP and UDP
	Dst     string    `json:"dst"`
	Flags   string    `json:"flags"` // letters
	Seq     uint32    `json:"seq"`
	Ack     uint32    `json:"ack"`
	Win     int64     `json:"win"`
	Len     int64     `json:"len"`
	Events  []string  `json:"events"`
	CopyOf  int       `json:"copy_of"` // number of the packet that was captured twice
	Quoted  *Quote    `json:"quoted"`  // of ICMP: what it is about
	Explain string    `json:"explain"`

	Call   string    `json:"call"`
	Enter  time.Time `json:"enter"`
	Local  string    `json:"local"`
	Remote string    `json:"remote"`
	Result int64     `json:"result"`

	Delivery int  `json:"delivery"` // number of the packet that arrived, at Time
	Lost     bool `json:"lost"`     // it did not
}

// Quote names the packet that an ICMP error quotes.
type Quote struct {
	Proto string `json:"proto"`
	Src   string `json:"src"`
	Dst   string `json:"dst"`
}

// has reports whether all of the flags are set.
func (l *Line) has(flags string) bool {
	for _, f := range flags {
		if !strings.ContainsRune(l.Flags, f) {
			return false
		}
	}
	return true
}

// numbers returns how many sequence numbers the segment uses up (RFC 9293 §3.4). A
// RST uses none, whatever it carries.
func (l *Line) numbers() int64 {
	n := l.Len
	if l.has("R") {
		return 0
	}
	if l.has("S") {
		n++
	}
	if l.has("F") {
		n++
	}
	return n
}

// firstByte returns the number of the first byte that the segment carries.
func (l *Line) firstByte() uint32 {
	if l.has("S") {
		return l.Seq + 1
	}
	return l.Seq
}

// flow names the direction of the segment in its conversation.
func (l *Line) flow() string { return fmt.Sprint(l.Proto, *l.Stream, " ", l.Src, " ", l.Dst) }

// back names the other direction.
func (l *Line) back() string { return fmt.Sprint(l.Proto, *l.Stream, " ", l.Dst, " ", l.Src) }

// twoSided reports whether the directions of the line's conversation can be told
// apart: those of a socket that is connected to itself cannot.
func (l *Line) twoSided() bool { return l.Stream != nil && l.Src != l.Dst }

// Read reads JSON Lines.
func Read(r io.Reader) ([]Line, error) {
	var lines []Line
	scanner := bufio.NewScanner(r)
	scanner.Buffer(nil, 64<<20)
	for scanner.Scan() {
		var l Line
		if err := decode(scanner.Bytes(), &l); err != nil {
			return lines, fmt.Errorf("line %d: %w", len(lines)+1, err)
		}
		lines = append(lines, l)
	}
	return lines, scanner.Err()
}

// decode reads a line. Those of other kinds may have fields of the
// same names with other types; nothing of them is taken.
func decode(text []byte, l *Line) error {
	var kind struct {
		Number   *int    `json:"number"`
		Call     *string `json:"call"`
		Delivery *int    `json:"delivery"`
	}
	if err := json.Unmarshal(text, &kind); err != nil || kind.Number == nil && kind.Call == nil && kind.Delivery == nil {
		return err
	}
	type plain Line
	with := struct {
		*plain
		Time  string `json:"time"`
		Enter string `json:"enter"`
	}{plain: (*plain)(l)}
	if err := json.Unmarshal(text, &with); err != nil {
		return err
	}
	l.Time, l.Enter = clock(with.Time), clock(with.Enter)
	return nil
}

// clock returns the time that is written, zero if it is none: files may tell times
// that RFC 3339 has no form for.
func clock(written string) time.Time {
	t, err := time.Parse(time.RFC3339Nano, written)
	if err != nil {
		return time.Time{}
	}
	return t
}
