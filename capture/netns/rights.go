package netns

// Rights are those that the file of this program gives to whoever runs it.
type Rights struct {
	Names    string // "cap_net_raw,cap_net_admin", or "setuid root"; "": none
	Group    string // that of the file
	Everyone bool   // may run it, and so has them
}

// OwnRights returns those of this program's file. Where systems have no such rights there
// are none.
func OwnRights() Rights { return ownRights() }
