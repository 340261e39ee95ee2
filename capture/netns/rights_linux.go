package netns

import (
	"encoding/binary"
	"fmt"
	"os/user"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// capabilityNames are the names of those that capturing may need (capabilities(7)).
var capabilityNames = map[int]string{
	unix.CAP_DAC_OVERRIDE: "cap_dac_override", unix.CAP_SETUID: "cap_setuid", unix.CAP_NET_ADMIN: "cap_net_admin",
	unix.CAP_NET_RAW: "cap_net_raw", unix.CAP_SYS_ADMIN: "cap_sys_admin", unix.CAP_SYS_PTRACE: "cap_sys_ptrace",
}

func ownRights() Rights {
	var about unix.Stat_t
	if err := unix.Stat(selfProgram, &about); err != nil {
		return Rights{}
	}
	return rightsOf(thisMachine().fileCapabilities, &about)
}

// rightsOf reads the attribute security.capability, and what stat(2) says.
func rightsOf(capabilities []byte, about *unix.Stat_t) Rights {
	var names []string
	if len(capabilities) >= 8 {
		permitted := binary.LittleEndian.Uint32(capabilities[4:]) // vfs_cap_data.data[0].permitted
		for bit := range 32 {
			if permitted&(1<<bit) == 0 {
				continue
			}
			name, ok := capabilityNames[bit]
			if !ok {
				name = fmt.Sprintf("capability %d", bit)
			}
			names = append(names, name)
		}
	}
	if about.Mode&unix.S_ISUID != 0 && about.Uid == 0 {
		names = append(names, "setuid root")
	}
	group := strconv.FormatUint(uint64(about.Gid), 10)
	if g, err := user.LookupGroupId(group); err == nil {
		group = g.Name
	}
	return Rights{Names: strings.Join(names, ","), Group: group, Everyone: about.Mode&unix.S_IXOTH != 0}
}
