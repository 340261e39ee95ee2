package builder_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"wireladder/capture"
)

// Which datagrams the kernel has thrown away for want of room shows where as many were not received
// as it has counted, and no two are alike.
func TestOverflow(t *testing.T) {
	takes := func(text string) made {
		return udp("server", "recvfrom", 3).at(serverAt).with(clientAt).moves(text, 99)
	}
	for name, tt := range map[string]struct {
		comes []string
		takes []made
		gone  uint64
		want  []int
	}{
		"the last two":           {[]string{"a", "b", "c", "d"}, []made{takes("a"), takes("b")}, 2, []int{3, 4}},
		"one in between":         {[]string{"a", "b", "c"}, []made{takes("a"), takes("c")}, 1, []int{2}},
		"cut":                    {[]string{"abcd", "b"}, []made{takes("abc")}, 1, []int{2}},
		"looked at":              {[]string{"a", "b"}, []made{takes("a").args("MSG_PEEK"), takes("a")}, 1, []int{2}},
		"one is left":            {[]string{"a", "b", "c"}, []made{takes("a")}, 1, nil},
		"alike":                  {[]string{"a", "a"}, []made{takes("a")}, 1, nil},
		"those of another":       {[]string{"a", "b"}, []made{takes("a"), takes("b")}, 2, nil},
		"from somebody else":     {[]string{"a"}, []made{takes("a").with(otherAt)}, 1, []int{1}},
		"none was":               {[]string{"a", "b"}, []made{takes("a"), takes("b")}, 0, nil},
		"as received by nothing": {[]string{"a", "b"}, []made{takes("a").fails("EAGAIN")}, 2, []int{1, 2}},
	} {
		tp := newTape()
		tp.do(udp("server", "socket", -1).args("AF_INET, SOCK_DGRAM, 0").returns(3), udp("server", "bind", 3).args(serverAt.String()).at(serverAt))
		from := tp.Now()
		for _, text := range tt.comes {
			tp.datagram(clientAt, serverAt, text)
		}
		tp.do(tt.takes...)
		if tt.gone > 0 {
			tp.Wait(time.Millisecond)
			tp.Entry(capture.Entry{Counters: &capture.Counters{Since: from, Time: tp.Now(), Added: []capture.Count{{Name: "RcvbufErrors", By: tt.gone}}}})
		}
		var got []int
		for _, m := range tp.of().Moments {
			if m.Packet != nil && m.Facts.Discarded() {
				got = append(got, m.Packet.Number)
			}
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: %s", name, fmt.Sprint(got))
		}
	}
}
