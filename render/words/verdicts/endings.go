package verdicts

import (
	"fmt"
	"net/netip"

	"wireladder/capture"
	"wireladder/capture/run/findings"
)

func ofNotASCII(f *findings.Finding) Verdict {
	if f.Got > 0 {
		return Verdict{
			Brief:  fmt.Sprintf("characters are counted for bytes: %s is left over", bytesOf(f.Got)),
			Full:   fmt.Sprintf("The %s sends a text that is not ASCII, whose characters take several bytes in UTF-8; %s%s receives just as many bytes as it has characters.", f.Process, who(f.Who), at(f.Moments[0])),
			Repair: "encode first, then take the length: data = text.encode(); len(data)",
		}
	}
	return Verdict{
		Brief:  fmt.Sprintf("the %s can't read a message that is not ASCII", f.Process),
		Full:   fmt.Sprintf("It ends with %s.", quoted(f.Text)),
		Repair: "encode and decode with \"utf-8\" on both sides, or work with bytes",
	}
}

func ofThreadHoldsExit(f *findings.Finding) Verdict {
	return Verdict{
		Brief:  fmt.Sprintf("the %s does not end at ^C: a thread of it goes on", f.Process),
		Full:   "KeyboardInterrupt ends the main thread alone. Python waits for the others, which wait for their clients; the process was killed in the end.",
		Repair: "threading.Thread(…, daemon=True), or shut the clients' sockets down at ^C",
	}
}

func ofServerEnded(f *findings.Finding) Verdict {
	return Verdict{
		Brief:  fmt.Sprintf("the %s ends while clients still wait for it", f.Process),
		Full:   "Its process has ended, and with it all of its sockets; a client has no answer yet, or comes too late.",
		Repair: "serve in a loop: while True: … accept()",
	}
}

// Outside says that a program has tried to reach somebody beyond its network.
func Outside(process string, to netip.AddrPort) string {
	if capture.IsOfNames(to) {
		return fmt.Sprintf("The %s asks a name server (%v): there is no network but the private one, in which localhost is the only name.", process, to)
	}
	return fmt.Sprintf("The %s tries to reach %v: there is no network but the private one.", process, to)
}

func ofCrashed(f *findings.Finding) Verdict {
	v := Verdict{
		Brief: fmt.Sprintf("the %s ends with %s", f.Process, quoted(f.Text)),
		Full:  fmt.Sprintf("Its exit status is %d. The kernel closes what it had open.", f.Got),
	}
	if f.Text == "" {
		v.Brief = fmt.Sprintf("the %s ends with exit status %d", f.Process, f.Got)
		v.Full = "The kernel closes what it had open."
	}
	if f.Near == findings.Later { // the process goes on
		v.Brief = fmt.Sprintf("a thread of the %s ends with %s", f.Process, quoted(f.Text))
		v.Full = "The other threads go on; nobody serves any more what it has served, nor closes its socket."
	}
	switch m := f.Moments[0]; {
	case f.Other == nil:
	case m.Call != nil && m.Call.Does(capture.Accepts):
		v.Full = fmt.Sprintf("accept() on %s fails%s, for listen() was not called before. %s", fd(f.Other), at(m), v.Full)
		v.Repair = "call listen() behind bind()"
	default:
		v.Full = fmt.Sprintf("%s() on %s, which listens, fails%s. %s", called(f.Moments[0]), fd(f.Other), at(f.Moments[0]), v.Full)
		v.Repair = "send and receive with the socket that accept() returns"
	}
	if f.Address.IsValid() {
		v.Full += " " + Outside(f.Process, f.Address)
		v.Repair = "use localhost or 127.0.0.1 in both programs"
	}
	return v
}

func ofCapturedTwice(f *findings.Finding) Verdict {
	return Verdict{
		Brief:  fmt.Sprintf("%d packets were captured twice", f.Got),
		Full:   "They were sent once: the capture has seen them at two places, such as two interfaces or a bridge.",
		Repair: "capture on one interface: tcpdump -i eth0, not -i any",
	}
}

func ofCaptureIncomplete(f *findings.Finding) Verdict {
	brief := fmt.Sprintf("the capture has gaps: %s were acknowledged and are not in it", bytesOf(f.Got))
	if f.Got == 1 { // a FIN uses up a number as well
		brief = "the capture has gaps: a byte or a FIN was acknowledged and is not in it"
	}
	return Verdict{
		Brief:  brief,
		Full:   fmt.Sprintf("They have arrived, for they are acknowledged%s; the capture has missed them.", packet(f.Moments[0])),
		Repair: "capture with a larger buffer (tcpdump -B 65536), or closer to the programs",
	}
}
