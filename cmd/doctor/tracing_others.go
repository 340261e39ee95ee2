//go:build !linux

package doctor

import "context"

// tracing is Linux's alone.
func tracing(context.Context) Finding {
	return Finding{Ability: "tracing of programs", State: "no: it takes Linux"}
}
