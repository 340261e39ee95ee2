package step

import (
	"fmt"

	"wireladder/capture"
	"wireladder/cmd/step/holding"
	"wireladder/cmd/step/keyboard"
	"wireladder/render/text/asking"
)

// questions are what is asked in a stepped run, and who waits for an answer.
type questions interface {
	// heed takes a notice, and reports whether it is about a question alone.
	heed(n holding.Notice) bool
	// due reports whether an answer may be asked for when so many entries have come, and when
	// nothing comes any more.
	due(entries int, quiet bool) bool
	// open reports whether somebody waits, and for whose picture: Undecoded is that of all.
	open() (proto capture.Protocol, ok bool)
	// members returns the programs of which some may be held up at once; none where one waits at a time.
	members() []asking.ProgramRow
	// prompt returns what is asked, and the keys.
	prompt() (asks, keys string)
	// about returns what is asked about the call that is made next; "" if nobody waits.
	about() string
	// answered returns what is said to the run; "" for nothing.
	answered(a keyboard.Answer) string
}

// single is the question of a scenario: one client waits at a time.
type single struct{ asked *holding.Notice }

var _ questions = (*single)(nil)

func (s *single) heed(n holding.Notice) bool {
	if n.Asks {
		s.asked = &n
	}
	return n.Asks
}

func (s *single) due(entries int, _ bool) bool { return s.asked != nil && entries >= s.asked.After }

func (s *single) open() (proto capture.Protocol, ok bool) {
	if s.asked == nil {
		return proto, false
	}
	return s.asked.Call.Proto, true
}

func (s *single) members() []asking.ProgramRow { return nil }

func (s *single) prompt() (asks, keys string) {
	if s.asked == nil {
		return "", ""
	}
	return s.about(), "  [space, q]"
}

func (s *single) about() string {
	if s.asked == nil {
		return ""
	}
	return question(&s.asked.Call)
}

func (s *single) answered(a keyboard.Answer) string {
	s.asked = nil
	if a.Wish == keyboard.Quit {
		return string(rune(holding.QuitNow))
	}
	return string(rune(holding.GoNow))
}

// question says which call of a client comes next, and what there is to foresee.
func question(c *capture.Call) string {
	return fmt.Sprintf("%s, next: %s", c.Process.Name, foresee(c, "the server"))
}

// foresee returns a call and a question about it, where it is known who is at the other side.
func foresee(c *capture.Call, other string) string {
	udp := c.Proto == capture.UDP
	switch {
	case c.Does(capture.Opens):
		return fmt.Sprintf("socket(): will %s hear of it?", other)
	case c.Does(capture.Binds), c.Does(capture.Configures), c.Does(capture.Listens):
		return c.Name + "(): will the wire show anything?"
	case c.Does(capture.Connects):
		if udp {
			return "connect() over UDP: will a packet leave?"
		}
		return "connect(): what will the wire show?"
	case c.Does(capture.Sends):
		return foreseeSend(c, udp)
	case c.Does(capture.Receives):
		return c.Name + "(): does asking send a packet? will it wait?"
	case c.Does(capture.ShutsDown):
		return fmt.Sprintf("shutdown(%s): which direction ends?", c.ArgsText())
	case c.Does(capture.Closes):
		if udp {
			return fmt.Sprintf("close(): will %s notice?", other)
		}
		return "close(): which segments, and who keeps the port?"
	case c.Does(capture.Waits):
		return c.Name + "(): does it send a packet? will it wait?"
	}
	return c.Name + "(): what will the wire show?"
}

func foreseeSend(c *capture.Call, udp bool) string {
	size := fmt.Sprintf("%d bytes", c.Size)
	if c.Size == 1 {
		size = "1 byte"
	}
	if udp {
		return fmt.Sprintf("%s(%s): does anything go before it?", c.Name, size)
	}
	return fmt.Sprintf("%s(%s): how many segments, and who ACKs?", c.Name, size)
}
