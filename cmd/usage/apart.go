package usage

import (
	"net/netip"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"wireladder/cmd/failure"
)

// apart says that an address stands behind a blank which is meant for a flag that has a value of its own
// when none is given: "--web 192.0.2.1" is a flag without a value, and an argument.
func apart(cmd *cobra.Command, args []string) (err error) {
	cmd.Flags().Visit(func(f *pflag.Flag) {
		if f.Value.Type() != "string" || f.NoOptDefVal == "" || f.Value.String() != f.NoOptDefVal {
			return
		}
		for _, arg := range args {
			if isAddress(arg) {
				err = failure.Misused("say --"+f.Name+"="+arg, "the address of --%s stands behind %q", f.Name, "=")
			}
		}
	})
	return err
}

// isAddress reports whether a word is an IP address, with a port or without.
func isAddress(word string) bool {
	_, bare := netip.ParseAddr(word)
	_, withPort := netip.ParseAddrPort(word)
	return bare == nil || withPort == nil
}
