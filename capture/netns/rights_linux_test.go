package netns

import (
	"encoding/binary"
	"testing"

	"golang.org/x/sys/unix"
)

// What the file of a program gives to whom.
func TestRights(t *testing.T) {
	capabilities := func(permitted uint32) []byte {
		return binary.LittleEndian.AppendUint32([]byte{1, 0, 0, 2}, permitted)
	}
	for _, tt := range []struct {
		name         string
		capabilities []byte
		stat         unix.Stat_t
		want         Rights
	}{
		{"none", nil, unix.Stat_t{Mode: 0o755, Gid: 0}, Rights{Group: "root", Everyone: true}},
		{"cut off", []byte{1, 0, 0}, unix.Stat_t{Mode: 0o750}, Rights{Group: "root"}},
		{"for a group", capabilities(1<<unix.CAP_NET_RAW | 1<<unix.CAP_NET_ADMIN), unix.Stat_t{Mode: 0o750}, Rights{Names: "cap_net_admin,cap_net_raw", Group: "root"}},
		{"for all", capabilities(1 << unix.CAP_NET_RAW), unix.Stat_t{Mode: 0o755}, Rights{Names: "cap_net_raw", Group: "root", Everyone: true}},
		{"a strange one", capabilities(1 << 30), unix.Stat_t{Mode: 0o711}, Rights{Names: "capability 30", Group: "root", Everyone: true}},
		{"setuid", nil, unix.Stat_t{Mode: 0o755 | unix.S_ISUID}, Rights{Names: "setuid root", Group: "root", Everyone: true}},
		{"setuid of another", nil, unix.Stat_t{Mode: 0o755 | unix.S_ISUID, Uid: 1000}, Rights{Group: "root", Everyone: true}},
		{"a group without a name", nil, unix.Stat_t{Mode: 0o750, Gid: 3999999999}, Rights{Group: "3999999999"}},
	} {
		if got := rightsOf(tt.capabilities, &tt.stat); got != tt.want {
			t.Errorf("%s: %+v, want %+v", tt.name, got, tt.want)
		}
	}
}
