package verdicts

import (
	"cmp"
	"fmt"
	"net/netip"
	"strings"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/capture/run/findings"
	"wireladder/render/words/sentence"
	"wireladder/render/words/verdicts/naming"
	"wireladder/render/words/verdicts/repairs"
)

func ofNotASCII(f *findings.Finding) Verdict {
	switch {
	case f.Got > 0 && f.Text != "":
		return ofMiscounted(f)
	case f.Got > 0 && f.Of > 0:
		return Verdict{
			Brief:  fmt.Sprintf("characters are counted for bytes: %s left over", naming.Bytes(f.Got)),
			Full:   fmt.Sprintf("%s says Content-Length: %d%s. So many characters has the body, which is not ASCII; in UTF-8 it has %s, and who receives it takes %d.", naming.Capital(naming.Who(f.Who)), f.Of, naming.At(f.Moments[0]), naming.Bytes(f.Of+f.Got), f.Of),
			Repair: "encode first, then take the length: body = text.encode(); len(body)",
		}
	case f.Got > 0:
		return Verdict{
			Brief:  fmt.Sprintf("characters are counted for bytes: %s left over", naming.Bytes(f.Got)),
			Full:   fmt.Sprintf("%s sends a text that is not ASCII, whose characters take several bytes in UTF-8; %s%s receives just as many bytes as it has characters.", naming.Capital(naming.Program(f.Process)), naming.Who(f.Who), naming.At(f.Moments[0])),
			Repair: "encode first, then take the length: data = text.encode(); len(data)",
		}
	}
	if f.Of > 0 && f.Text == "" {
		return Verdict{
			Brief:  fmt.Sprintf("%s makes capitals of ASCII's letters alone", naming.Who(f.Who)),
			Full:   fmt.Sprintf("Its answer%s%s is the request with a to z in capitals; letters such as ä, which take several bytes in UTF-8, are as they were. So do upper() of bytes, and a text that was decoded as Latin-1.", naming.At(f.Moments[0]), naming.Packet(f.Moments[0])),
			Repair: "work with text: data.decode().upper().encode(), with \"utf-8\" on both sides",
		}
	}
	v := Verdict{
		Brief:  fmt.Sprintf("%s can't read a text that is not ASCII", naming.Program(f.Process)),
		Full:   fmt.Sprintf("decode() fails with %s.", naming.Quoted(f.Text)),
		Repair: "encode and decode with \"utf-8\" on both sides, or work with bytes",
	}
	if f.Who != nil {
		v.Full += " What was received ends with a whole character: the program itself has cut one in two."
		v.Repair = "decode a text when it is whole, and count its bytes: len(text.encode())"
	}
	if strings.HasPrefix(f.Text, "UnicodeEncode") {
		v.Brief = fmt.Sprintf("%s can't write a text that is not ASCII as bytes", naming.Program(f.Process))
		v.Full = fmt.Sprintf("encode() fails with %s.", naming.Quoted(f.Text))
	}
	return v
}

// ofMiscounted is of NotASCII where a program has received all, and decodes as many bytes of it as
// it has characters.
func ofMiscounted(f *findings.Finding) Verdict {
	all := naming.Data(f.Moments[0])
	text := string(all[max(0, int64(len(all))-f.Of-f.Got):])
	return Verdict{
		Brief:  fmt.Sprintf("characters are counted for bytes: %s left over", naming.Bytes(f.Got)),
		Full:   fmt.Sprintf("%s has sent %s: %d characters, and %s in UTF-8. All of them were received, but %s decodes the first %d alone, and so half a character: decode() fails with %s.", naming.Capital(naming.Who(f.Other)), naming.Quoted(text), f.Of, naming.Bytes(f.Of+f.Got), naming.Who(f.Who), f.Of, naming.Quoted(f.Text)),
		Repair: "encode first, then take the length: data = text.encode(); len(data)",
	}
}

// ofCutCharacter is of Boundaries where recv(2) has returned half a character.
func ofCutCharacter(f *findings.Finding) Verdict {
	return Verdict{
		Brief:  fmt.Sprintf("%s receives half a character, and decodes that", naming.Who(f.Who)),
		Full:   fmt.Sprintf("What %s()%s returns is what is there, at most as much as its buffer holds; the rest of the character comes with the next one. decode() fails with %s.", naming.Written(f.Moments[0]), naming.At(f.Moments[0]), naming.Quoted(f.Text)),
		Repair: "receive until the message is whole, and decode it then",
	}
}

func ofThreadHoldsExit(f *findings.Finding) Verdict {
	switch {
	case f.Idle && len(f.Moments) > 1:
		return Verdict{
			Brief:  fmt.Sprintf("%s does not end at ^C", naming.Program(f.Process)),
			Full:   fmt.Sprintf("The signal has come, and %s() on %s%s, in which it waits, was not even broken off: the program ignores the signal, or the machine is so busy that it could not go on. It was killed in the end.", naming.Written(f.Moments[1]), naming.FD(f.Other), naming.At(f.Moments[1])),
			Repair: "leave ^C what it does: no signal.signal() that ignores it",
		}
	case f.Lives && len(f.Moments) > 1:
		return Verdict{
			Brief:  fmt.Sprintf("%s goes on after ^C", naming.Program(f.Process)),
			Full:   fmt.Sprintf("The signal has come, and after it the main thread waits in %s() on %s%s: something catches KeyboardInterrupt there (except: without a name does, too), or what is done at the end (finally:) waits, or a handler of the signal lets the program go on. The process was killed in the end.", naming.Written(f.Moments[1]), naming.FD(f.Other), naming.At(f.Moments[1])),
			Repair: "except OSError: (or Exception) in place of except:, so that KeyboardInterrupt leaves the loop",
		}
	case len(f.Moments) < 2:
		return Verdict{
			Brief:  fmt.Sprintf("%s does not end at ^C", naming.Program(f.Process)),
			Full:   "KeyboardInterrupt ends the main thread alone, and Python waits for the others. None of these is in a socket call: one waits for something else (a sleep, a lock, an event), or the program catches the interrupt and goes on. The process was killed in the end.",
			Repair: "threading.Thread(…, daemon=True), or tell the thread at ^C that it is to end",
		}
	}
	if len(f.Moments) > 2 {
		return ofThreadsHoldExit(f)
	}
	return Verdict{
		Brief:  fmt.Sprintf("%s does not end at ^C: a thread of it goes on", naming.Program(f.Process)),
		Full:   fmt.Sprintf("KeyboardInterrupt ends the main thread alone. Python waits for the others, and one of them waits in %s() on %s%s; the process was killed in the end.", naming.Written(f.Moments[1]), naming.FD(f.Other), naming.At(f.Moments[1])),
		Repair: "threading.Thread(…, daemon=True), or shut the socket down at ^C, so that the call returns",
	}
}

// ofThreadsHoldExit is of ThreadHoldsExit where several threads wait.
func ofThreadsHoldExit(f *findings.Finding) Verdict {
	const most = 4
	var waits []string
	for _, m := range f.Moments[1:] {
		waits = append(waits, fmt.Sprintf("in %s() on %s%s", naming.Written(m), naming.FD(m.Socket), naming.At(m)))
	}
	if len(waits) > most {
		waits = append(waits[:most-1], fmt.Sprintf("and %d more", len(waits)-most+1))
	}
	return Verdict{
		Brief:  fmt.Sprintf("%s does not end at ^C: threads of it go on", naming.Program(f.Process)),
		Full:   fmt.Sprintf("KeyboardInterrupt ends the main thread alone. Python waits for the others that are no daemons. These wait: %s; the process was killed in the end.", strings.Join(waits, ", ")),
		Repair: "threading.Thread(…, daemon=True) for each of them, or shut their sockets down at ^C, so that the calls return",
	}
}

func ofServerEnded(f *findings.Finding) Verdict {
	v := Verdict{
		Brief:  fmt.Sprintf("%s ends while clients still wait for it", naming.Program(f.Process)),
		Full:   "Its process has ended, and with it all of its sockets; a client has no answer yet.",
		Repair: "serve in a loop: while True: … accept()",
	}
	if f.Near == findings.Ended {
		v.Brief = fmt.Sprintf("%s has ended when %s comes", naming.Program(f.Process), naming.Who(f.Who))
		v.Full = "Its process had ended before, and with it its listening socket."
	}
	if f.Who != nil && f.Who.Proto == capture.UDP {
		v.Repair = "go on serving as long as clients come: look at what ends the loop, or the program"
	}
	if len(f.Moments) < 2 || naming.CallOf(f.Moments[1]) == nil {
		return v
	}
	c := naming.CallOf(f.Moments[1])
	if c.Does(capture.Closes) {
		v.Full += fmt.Sprintf(" It has closed its listening socket itself before%s.", naming.At(f.Moments[1]))
		v.Repair = "serve in a loop: while True: … accept(), and close the listening socket behind that alone"
		return v
	}
	if !c.Does(capture.Accepts) {
		v.Full += fmt.Sprintf(" The thread that serves it, with %s()%s as its last call, has ended with the process: that waits for no thread that is a daemon.", naming.Written(f.Moments[1]), naming.At(f.Moments[1]))
		v.Repair = "let the main thread wait for it: thread.join(); or no daemon=True"
		return v
	}
	v.Full = fmt.Sprintf("Its process ends while it waits in accept()%s, and with it all of its sockets: ", naming.At(f.Moments[1]))
	v.Repair = "end what serves the one client (return), and not the program"
	if c.Thread != c.Process.PID {
		v.Full += "its main thread has come to its end, and does not wait for the one that accepts (daemon=True)."
		v.Repair = "let the main thread wait: thread.join()"
		return v
	}
	v.Full += "another part of it ends the program, as os._exit() does in a thread."
	return v
}

// Outside says that a program has tried to reach somebody beyond its network.
func Outside(process string, to netip.AddrPort) string {
	if capture.IsOfNames(to) {
		return fmt.Sprintf("%s asks a name server (%v): there is no network but the private one, in which localhost is the only name.", naming.Capital(naming.Program(process)), to)
	}
	return fmt.Sprintf("%s tries to reach %v: there is no network but the private one.", naming.Capital(naming.Program(process)), to)
}

func ofCrashed(f *findings.Finding) Verdict {
	closes := "The kernel closes what it had open."
	v := Verdict{Brief: fmt.Sprintf("%s ends with %s", naming.Program(f.Process), naming.Quoted(f.Text)), Full: fmt.Sprintf("Its exit status is %d. %s", f.Got, closes)}
	switch {
	case f.Lives:
		v.Brief = fmt.Sprintf("an exception ends a part of %s: %s", naming.Program(f.Process), naming.Quoted(f.Text))
		v.Full = "It has ended a thread, a handler or a task, and the process goes on: nobody serves any more what that has served."
	case f.Signal != "":
		v.Brief, v.Full = fmt.Sprintf("%s is ended by %s", naming.Program(f.Process), naming.Signal(f.Signal)), closes
	case f.Text == "":
		v.Brief, v.Full = fmt.Sprintf("%s ends with exit status %d", naming.Program(f.Process), f.Got), closes
	}
	if f.Near == findings.Lingers {
		v.Full = fmt.Sprintf("%s had set SO_LINGER to 0 seconds: with that its close() sends no FIN, and resets the connection%s. %s", naming.Capital(naming.Who(f.Other)), naming.Packet(f.Moments[0]), v.Full)
		v.Repair = "leave SO_LINGER out in " + naming.Who(f.Other) + ", so that close() ends the connection; and be ready for a reset: except ConnectionError"
	} else if f.Other != nil {
		why, repair := repairs.OfFailedCall(f)
		v.Full, v.Repair = why+v.Full, repair
	}
	if f.Other == nil && strings.HasSuffix(f.Text, "Bad file descriptor") {
		v.Full = "The socket that it uses is not open any more. " + v.Full
		v.Repair = "close a socket only when nothing in the program uses it any more; and mind which one is closed: the listening one, or that of a client"
	}
	if strings.HasSuffix(f.Text, "file descriptor cannot be a negative integer (-1)") {
		v.Full = "That is the number of a socket which is closed already. " + v.Full
		v.Repair = "take a socket off the list of select() when you close it"
	}
	v.Repair = cmp.Or(v.Repair, repairs.OfException(f.Text))
	if f.Line != "" && !strings.Contains(v.Full, f.Line) {
		v.Full = fmt.Sprintf("The exception comes from %s. %s", strings.Trim(naming.Quoted(f.Line), `"`), v.Full)
	}
	if f.Address.IsValid() {
		v.Full += " " + Outside(f.Process, f.Address)
		v.Repair = "use localhost or 127.0.0.1 in both programs"
	}
	return v
}

func ofCapturedTwice(f *findings.Finding) Verdict {
	v := Verdict{
		Brief:  fmt.Sprintf("%d packets were captured twice", f.Got),
		Full:   "They were sent once: the capture has seen them at two places, such as two interfaces or a bridge.",
		Repair: "capture on one interface: tcpdump -i eth0, not -i any",
	}
	m := f.Moments[0]
	if now, before := sentence.Interfaces(m); now != "" && m.CopyBy == flow.OtherInterface {
		v.Full = fmt.Sprintf("They were sent once: the capture has seen them at two places, packet %d at %s after %s.", m.Packet.Number, now, before)
	}
	if m.Packet.Src.Addr().IsLoopback() {
		v.Full = "They were sent once: the capture has seen them twice."
		v.Repair = "capture loopback alone (tcpdump -i lo), or drop the copies with editcap -d"
	}
	return v
}

func ofCaptureIncomplete(f *findings.Finding) Verdict {
	if m := f.Moments[0]; m.Conversation != nil && m.Conversation.Packets[m.Observation.From.Peer()] == 0 {
		return Verdict{
			Brief:  fmt.Sprintf("the %s's direction is missing", m.Observation.From.Peer()),
			Full:   fmt.Sprintf("The %s acknowledges what has come%s, and the capture has none of it: no packet of the %s's is in it.", m.Observation.From, naming.Packet(m), m.Observation.From.Peer()),
			Repair: "capture where both directions pass, such as on one of the two hosts",
		}
	}
	brief := fmt.Sprintf("the capture has gaps: %s were acknowledged and are not in it", naming.Bytes(f.Got))
	if f.Got == 1 { // a FIN uses up a number as well
		brief = "the capture has gaps: a byte or a FIN was acknowledged and is not in it"
	}
	return Verdict{
		Brief:  brief,
		Full:   fmt.Sprintf("They have arrived, for they are acknowledged%s; the capture has missed them.", naming.Packet(f.Moments[0])),
		Repair: "capture with a larger buffer (tcpdump -B 65536), or closer to the programs",
	}
}
