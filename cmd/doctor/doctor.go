// Package doctor tries out what this machine allows, and says how to repair what it does
// not.
package doctor

import (
	"context"
	"errors"
	"os"

	"wireladder/capture/live"
	"wireladder/capture/netns"
	"wireladder/cmd/console"
	"wireladder/cmd/record"
	"wireladder/servers/lab"
)

// Finding is what was found of one ability.
type Finding struct {
	Ability, State string
	Repair         string // "" if there is none, or no need
	Works          bool
	Needed         bool // of the abilities that are needed one is enough for a demo
	Forbidden      bool // it fails for want of a permission
}

// Examine tries everything out. probe is the hidden command of this program that makes a
// private network and ends.
func Examine(ctx context.Context, probe string) []Finding {
	found := []Finding{
		{Ability: "capture", State: Backend(), Works: true},
		privateNetwork(ctx, probe), loopback(), tracing(ctx),
	}
	if f, ok := programRights(netns.OwnRights()); ok {
		found = append(found, f)
	}
	for _, name := range []string{"tcpdump", "tshark"} {
		found = append(found, tool(ctx, name))
	}
	return found
}

// CanRun reports whether a demo can run here, and whether one is forbidden.
func CanRun(found []Finding) (can, forbidden bool) {
	for _, f := range found {
		can = can || f.Needed && f.Works
		forbidden = forbidden || f.Needed && f.Forbidden
	}
	return can, forbidden
}

// Backend names what captures in this build.
func Backend() string {
	if b := live.Backend(); b != "" {
		return b
	}
	return "none on this system: files can be read"
}

// privateNetwork makes one and throws it away.
func privateNetwork(ctx context.Context, probe string) Finding {
	f := Finding{Ability: "private network (demo)", State: "yes", Works: true, Needed: true}
	if err := netns.Probe(ctx, probe); err != nil {
		reason, hint := netns.Explain(err)
		f.State, f.Repair, f.Works = "no: "+console.Printable(reason), hint, false
		f.Forbidden = errors.Is(err, os.ErrPermission)
	}
	return f
}

// loopback opens a capture on the machine's own and closes it.
func loopback() Finding {
	f := Finding{Ability: "the machine's own loopback (demo --host)", State: "yes", Works: true, Needed: true}
	opened, err := live.Open(live.Options{Interface: lab.Loopback})
	if err == nil {
		err = opened.Close()
	}
	if err != nil {
		f.State, f.Works = "no: "+console.Printable(err.Error()), false
	}
	if errors.Is(err, os.ErrPermission) {
		f.Repair, f.Forbidden = record.Repair(), true
	}
	return f
}

// programRights warns of a right of the program's file that is not kept for a group. ok is
// false if the file has none.
func programRights(r netns.Rights) (f Finding, ok bool) {
	if r.Names == "" {
		return f, false
	}
	f = Finding{Ability: "rights of the program's file", State: r.Names + ", for group " + r.Group + " alone", Works: true}
	if r.Everyone {
		f.State, f.Works = r.Names+": everyone on this machine may use them", false
		f.Repair = "keep them for a group: " + netns.CaptureRepair()
	}
	return f, true
}
