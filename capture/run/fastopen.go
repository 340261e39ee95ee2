package run

import (
	"strings"

	"wireladder/capture"
)

// OpensFast reports whether a call connects and sends in one: sendto(2) with MSG_FASTOPEN. Without a cookie
// it waits as connect(2) does, and with one its octets go with the SYN (RFC 7413 Appendix A).
func OpensFast(c *capture.Call) bool {
	return c.Proto == capture.TCP && c.Does(capture.Sends) && strings.Contains(c.Args.Flags, "MSG_FASTOPEN")
}
