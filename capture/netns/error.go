package netns

import (
	"errors"
	"os"
)

// Reason says what stands in the way of a private network.
type Reason int

// The reasons, as far as the kernel lets a program tell them apart. It answers
// most prohibitions with the same errno, so they are read off the switches in
// /proc/sys that a distribution or a container sets.
const (
	ReasonUnknown          Reason = iota // the errno is all there is
	ReasonUnsupported                    // not Linux
	ReasonNoNamespaces                   // kernel built without CONFIG_USER_NS or CONFIG_NET_NS
	ReasonAppArmor                       // kernel.apparmor_restrict_unprivileged_userns is 1 (Ubuntu 23.10 and later)
	ReasonUsernsClone                    // kernel.unprivileged_userns_clone is 0 (Debian's patch)
	ReasonMaxUserns                      // user.max_user_namespaces is 0
	ReasonMaxNetns                       // user.max_net_namespaces is 0
	ReasonLimit                          // neither is 0 here, but a limit of this or of an outer namespace is reached
	ReasonSeccomp                        // a system call filter, as containers have
	ReasonSecurityModule                 // a security module's policy other than the above (SELinux, AppArmor profile)
	ReasonFileCapabilities               // the program file has capabilities, but not CAP_NET_ADMIN
	ReasonProcesses                      // RLIMIT_NPROC, or pids.max of a control group
	ReasonFiles                          // RLIMIT_NOFILE, or fs.file-max
	ReasonMemory                         // there is not enough
	ReasonNoProc                         // /proc is not mounted
)

// String returns a lower-case sentence without a full stop.
func (r Reason) String() string {
	switch r {
	case ReasonUnsupported:
		return "private networks need Linux"
	case ReasonNoNamespaces:
		return "this kernel was built without user or network namespaces"
	case ReasonAppArmor:
		return "AppArmor restricts user namespaces (kernel.apparmor_restrict_unprivileged_userns is 1)"
	case ReasonUsernsClone:
		return "user namespaces are kept for root (kernel.unprivileged_userns_clone is 0)"
	case ReasonMaxUserns:
		return "user namespaces are switched off (user.max_user_namespaces is 0)"
	case ReasonMaxNetns:
		return "network namespaces are switched off (user.max_net_namespaces is 0)"
	case ReasonLimit:
		return "the limit on user or network namespaces is reached"
	case ReasonSeccomp:
		return "a system call filter forbids it, as in a container"
	case ReasonSecurityModule:
		return "a security module forbids it"
	case ReasonFileCapabilities:
		return "the program file has capabilities, but not cap_net_admin"
	case ReasonProcesses:
		return "no more processes or threads may be started"
	case ReasonFiles:
		return "no more files may be open"
	case ReasonMemory:
		return "there is not enough memory"
	case ReasonNoProc:
		return "/proc is not mounted"
	default:
		return "the kernel refuses, for a reason it does not tell"
	}
}

// isWhole reports whether the reason is all that is to be said: what the system says to it
// tells less.
func (r Reason) isWhole() bool { return r >= ReasonProcesses }

// forbids reports whether somebody means to forbid it, so that the failure is one
// of permission whatever the errno is: a limit of 0 says "no space left on device".
func (r Reason) forbids() bool {
	switch r {
	case ReasonAppArmor, ReasonUsernsClone, ReasonMaxUserns, ReasonMaxNetns,
		ReasonSeccomp, ReasonSecurityModule, ReasonFileCapabilities:
		return true
	default:
		return false
	}
}

// Error is the failure to make a private network. errors.Is finds in it the
// errno, os.ErrPermission where somebody forbids it, and errors.ErrUnsupported
// where the system cannot do it.
type Error struct {
	Op     string // what failed: "start", "bring lo up", …
	Reason Reason // what stands in the way
	Hint   string // the repair: a lower-case sentence; empty when none is known
	Err    error  // what the system said; never nil
}

// Error returns "can't make a private network: " with reason, step and errno.
func (e *Error) Error() string {
	text := "can't make a private network: "
	if e.Reason.isWhole() {
		return text + e.Reason.String()
	}
	if e.Reason != ReasonUnknown {
		text += e.Reason.String() + ": "
	}
	if e.Op != "" {
		text += e.Op + ": "
	}
	return text + e.Err.Error()
}

// Unwrap returns what the system said.
func (e *Error) Unwrap() error { return e.Err }

// Is makes errors.Is find the sentinel of the reason, where the errno has none.
func (e *Error) Is(target error) bool {
	switch target {
	case os.ErrPermission:
		return e.Reason.forbids()
	case errors.ErrUnsupported:
		return e.Reason == ReasonUnsupported || e.Reason == ReasonNoNamespaces
	default:
		return false
	}
}

// Explain returns the reason, or what the system said, and the repair of the *Error in
// err's chain, and "" and "" when there is none.
func Explain(err error) (reason, hint string) {
	var e *Error
	if !errors.As(err, &e) {
		return "", ""
	}
	if e.Reason == ReasonUnknown && !errors.Is(e.Err, os.ErrPermission) {
		return e.Err.Error(), e.Hint
	}
	return e.Reason.String(), e.Hint
}
