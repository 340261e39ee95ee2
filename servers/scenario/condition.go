package scenario

import (
	"net/netip"

	"wireladder/capture"
)

// condition is something that a program can wait for: it reports whether it has
// happened.
type condition func(*Monitor) bool

// after is the condition that all of the conditions hold.
func after(conditions ...condition) condition {
	return func(m *Monitor) bool {
		for _, c := range conditions {
			if !c(m) {
				return false
			}
		}
		return true
	}
}

// made is the condition that the process has made the call for the n-th time.
func made(process, call string, n int) condition {
	return func(m *Monitor) bool { return m.count(process, call, func(callSoFar) bool { return true }) >= n }
}

// done is the condition that the call has returned to the process for the n-th time.
func done(process, call string, n int) condition {
	return func(m *Monitor) bool { return m.count(process, call, func(c callSoFar) bool { return !c.under }) >= n }
}

// stands is the condition that the process stands in n such calls at the same time.
func stands(process, call string, n int) condition {
	return func(m *Monitor) bool { return m.count(process, call, func(c callSoFar) bool { return c.under }) >= n }
}

// ended is the condition that the process has done all that it does.
func ended(process string) condition {
	return func(m *Monitor) bool { return m.ended[process] }
}

// settled is the condition that the process has done all that it does, or stands in
// a call that nothing will end.
func settled(process string) condition {
	return func(m *Monitor) bool {
		return m.ended[process] || m.resting[process] && m.inLast(process)
	}
}

// sent is the condition that n packets like that have been captured.
func sent(n int, like func(*capture.Packet) bool) condition {
	return func(m *Monitor) bool {
		seen := 0
		for i := range m.packets {
			if like(&m.packets[i].Packet) {
				seen++
			}
		}
		return seen >= n
	}
}

// arrived is the condition that n packets like that have come to the other host, where there is one.
func arrived(n int, like func(*capture.Packet) bool) condition {
	return func(m *Monitor) bool {
		seen := 0
		for i := range m.packets {
			if p := &m.packets[i]; like(&p.Packet) && (p.arrived || !m.wire) {
				seen++
			}
		}
		return seen >= n
	}
}

// knocked is the condition that SYNs of n sockets have come to the server's host.
func knocked(n int) condition {
	return func(m *Monitor) bool {
		from := map[netip.AddrPort]bool{}
		for i := range m.packets {
			if p := &m.packets[i]; isSYN(&p.Packet) && (p.arrived || !m.wire) {
				from[p.Src] = true
			}
		}
		return len(from) >= n
	}
}

// queued is the condition that the kernel has said that n connections wait for accept.
// Where it is not asked nobody waits for that.
func queued(n int) condition {
	return func(m *Monitor) bool { return !m.asks || m.queue >= n }
}
