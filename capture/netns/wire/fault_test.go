package wire

import (
	"strings"
	"testing"
	"time"

	"wireladder/capture"
)

func TestParseFault(t *testing.T) {
	tests := []struct {
		text string
		want Fault
		name string // "": the text
	}{
		{"drop 1st SYN-ACK", Fault{Action: Drop, Ordinal: 1, Kind: SYNACK}, ""},
		{"drop 2nd client datagram", Fault{Action: Drop, Ordinal: 2, From: Client, Kind: Datagram}, ""},
		{"drop,1st,SYN-ACK", Fault{Action: Drop, Ordinal: 1, Kind: SYNACK}, "drop 1st SYN-ACK"},
		{"delay,30ms,1st,server,data segment", Fault{Action: Delay, Delay: 30 * time.Millisecond, Ordinal: 1, From: Server, Kind: Data}, "delay 30ms 1st server data segment"},
		{"delay 30 1st SYN", Fault{Action: Delay, Delay: 30 * time.Millisecond, Ordinal: 1, Kind: SYN}, "delay 30ms 1st SYN"},
		{"delay 1.5 s 1st SYN", Fault{Action: Delay, Delay: 1500 * time.Millisecond, Ordinal: 1, Kind: SYN}, "delay 1.5s 1st SYN"},
		{"delay 30ms 1st server data segment", Fault{Action: Delay, Delay: 30 * time.Millisecond, Ordinal: 1, From: Server, Kind: Data}, ""},
		{"duplicate 3rd FIN", Fault{Action: Duplicate, Ordinal: 3, Kind: FIN}, ""},
		{"reorder 11th RST", Fault{Action: Reorder, Ordinal: 11, Kind: RST}, ""},
		{"drop 22nd ACK", Fault{Action: Drop, Ordinal: 22, Kind: ACK}, ""},
		{"drop 113th SYN", Fault{Action: Drop, Ordinal: 113, Kind: SYN}, ""},
		{"delay 1m0s 1000000th SYN", Fault{Action: Delay, Delay: MaxDelay, Ordinal: MaxOrdinal, Kind: SYN}, ""},
		{"  Drop  THE 1ST Client syn-ack ", Fault{Action: Drop, Ordinal: 1, From: Client, Kind: SYNACK}, "drop 1st client SYN-ACK"},
		{"drop 1st server ICMP", Fault{Action: Drop, Ordinal: 1, From: Server, Kind: ICMP}, ""},
		{"drop the 1st SYN-ACK from server", Fault{Action: Drop, Ordinal: 1, From: Server, Kind: SYNACK}, "drop 1st server SYN-ACK"},
		{"drop 2nd data segment FROM Client", Fault{Action: Drop, Ordinal: 2, From: Client, Kind: Data}, "drop 2nd client data segment"},
		{"drop 2th ack", Fault{Action: Drop, Ordinal: 2, Kind: ACK}, "drop 2nd ACK"},
		{"delay 1500us 1st DATA SEGMENT", Fault{Action: Delay, Delay: 1500 * time.Microsecond, Ordinal: 1, Kind: Data}, "delay 1.5ms 1st data segment"},
	}
	for _, test := range tests {
		t.Run(test.text, func(t *testing.T) {
			got, err := ParseFault(test.text)
			if err != nil || got != test.want {
				t.Fatalf("got %+v, %v", got, err)
			}
			if test.name == "" {
				test.name = test.text
			}
			if got.String() != test.name {
				t.Errorf("called %q, want %q", got, test.name)
			}
		})
	}
}

func TestParseFaultErrors(t *testing.T) {
	tests := []struct{ text, want string }{
		{"", `fault "": it ends where drop, duplicate, reorder or delay should stand`},
		{"lose 1st SYN", `fault "lose 1st SYN": "lose" stands where drop, duplicate, reorder or delay should`},
		{"drop", `it ends where which one, as 1st or 2nd should stand`},
		{"drop SYN", `"SYN" stands where which one, as 1st or 2nd should`},
		{"drop 1 SYN", `"1" stands where which one`},
		{"drop 0th SYN", `"0th" stands where which one`},
		{"drop -1st SYN", `"-1st" stands`},
		{"drop +1st SYN", `"+1st" stands`},
		{"drop 1000001st SYN", `"1000001st" stands`},
		{"drop 1stnd SYN", `"1stnd" stands`},
		{"delay 1st SYN", `"1st" stands where a duration up to 1m0s, as 30ms should`},
		{"delay -3ms 1st SYN", `"-3ms" stands`},
		{"delay 61s 1st SYN", `"61s" stands`},
		{"drop 1st", `it ends where SYN, SYN-ACK, ACK, data segment, FIN, RST, datagram or ICMP should stand`},
		{"drop 1st router SYN", `"router" stands where SYN, SYN-ACK`},
		{"drop 1st data", `it ends where "segment", as in "data segment" should stand`},
		{"drop 1st data SYN", `"SYN" stands where "segment"`},
		{"drop 1st SYN from", `it ends where client or server should stand`},
		{"drop 1st SYN from router", `"router" stands where client or server should`},
		{"drop 1st client SYN from client", `"from" stands where the end should`},
		{"drop 1st SYN please", `"please" stands where the end should`},
		{"drop 1st \x1b[31m", `"\x1b[31m" stands`},
	}
	for _, test := range tests {
		t.Run(test.text, func(t *testing.T) {
			got, err := ParseFault(test.text)
			if err == nil || !strings.Contains(err.Error(), test.want) || got != (Fault{}) {
				t.Errorf("got %v, %v", got, err)
			}
		})
	}
}

func FuzzParseFault(f *testing.F) {
	for _, text := range []string{"drop 1st SYN-ACK", "delay 30ms the 2nd server data segment", "reorder 3rd client datagram", "duplicate 11th", "drop 1st ICMP from server"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		fault, err := ParseFault(text)
		if err != nil {
			for _, r := range err.Error() {
				if r < ' ' || r == 0x7f {
					t.Errorf("the error has a control character: %q", err)
				}
			}
			return
		}
		again, err := ParseFault(fault.String())
		if err != nil || again != fault || again.String() != fault.String() {
			t.Errorf("%q is %+v, called %q, which is %+v, %v", text, fault, fault, again, err)
		}
		if err := (Options{Faults: []Fault{fault}}).check(); err != nil {
			t.Error(err)
		}
	})
}

func TestKinds(t *testing.T) {
	tests := []struct {
		flags  capture.Flags
		octets int
		want   []Kind
	}{
		{capture.SYN, 0, []Kind{SYN}},
		{capture.SYN, 10, []Kind{SYN, Data}}, // Fast Open
		{capture.SYN | capture.ACK, 0, []Kind{SYNACK}},
		{capture.ACK, 0, []Kind{ACK}},
		{capture.ACK | capture.PSH, 0, []Kind{ACK}},
		{capture.ACK, 1, []Kind{Data}},
		{capture.ACK | capture.PSH, 9, []Kind{Data}},
		{capture.FIN | capture.ACK, 0, []Kind{FIN}},
		{capture.FIN | capture.ACK, 9, []Kind{FIN, Data}},
		{capture.RST, 0, []Kind{RST}},
		{capture.RST | capture.ACK, 0, []Kind{RST}},
		{0, 0, nil},
	}
	for _, test := range tests {
		p := capture.Packet{Proto: capture.TCP, PayloadLength: test.octets}
		p.TCP.Flags = test.flags
		var want uint16
		for _, k := range test.want {
			want |= 1 << k
		}
		if got := kinds(&p); got != want {
			t.Errorf("%v with %d octets: %b, want %b", test.flags, test.octets, got, want)
		}
	}
	if got := kinds(&capture.Packet{Proto: capture.UDP}); got != 1<<Datagram {
		t.Errorf("a datagram: %b", got)
	}
	if got := kinds(&capture.Packet{Proto: capture.ICMP}); got != 1<<ICMP {
		t.Errorf("ICMP: %b", got)
	}
	if got := kinds(&capture.Packet{}); got != 0 {
		t.Errorf("what is not decoded: %b", got)
	}
}

// Each fault counts for itself, and the first in the list hits.
func TestPlan(t *testing.T) {
	p := newPlan(faults(t, "drop 2nd datagram", "delay 1ms 1st server datagram", "duplicate 2nd server datagram"))
	frame := &capture.Packet{Proto: capture.UDP}
	for i, want := range []struct {
		from Side
		name string
	}{
		{Client, ""}, {Server, "drop 2nd datagram"}, {Client, ""}, {Server, "duplicate 2nd server datagram"}, {Server, ""},
	} {
		hit := p.hit(want.from, frame)
		if hit == (Fault{}) && want.name == "" {
			continue
		}
		if hit.String() != want.name {
			t.Errorf("frame %d is hit by %q, want %q", i, hit, want.name)
		}
	}
}

func TestOptionsCheck(t *testing.T) {
	nan := 0.0
	nan /= nan
	for _, o := range []Options{
		{Delay: -1}, {Delay: MaxDelay + 1}, {Loss: -1}, {Loss: 100.5}, {Loss: nan},
		{Faults: []Fault{{}}}, {Faults: []Fault{{Action: Drop, Ordinal: 1}}}, {Faults: []Fault{{Action: Drop, Kind: SYN}}},
		{Faults: []Fault{{Action: Drop, Delay: 1, Ordinal: 1, Kind: SYN}}}, {Faults: []Fault{{Action: 9, Ordinal: 1, Kind: SYN}}},
	} {
		if o.check() == nil {
			t.Errorf("%+v passes", o)
		}
	}
	if err := (Options{Faults: faults(t, "drop 1st SYN"), Delay: MaxDelay, Loss: 100}).check(); err != nil {
		t.Error(err)
	}
}

// faults returns the faults that the texts say.
func faults(t *testing.T, texts ...string) []Fault {
	t.Helper()
	var all []Fault
	for _, text := range texts {
		f, err := ParseFault(text)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, f)
	}
	return all
}
