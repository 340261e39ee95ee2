package cmd

import (
	"github.com/spf13/cobra"

	"wireladder/cmd/console"
	"wireladder/cmd/doctor"
	"wireladder/cmd/failure"
	"wireladder/cmd/usage"
)

func newDoctorCommand(c *console.Console) *cobra.Command {
	return &cobra.Command{
		Use:   "doctor",
		Short: "Say what this machine allows, and how to repair what it does not",
		Long: `doctor tries out what wireladder needs: a private network without root, the
right to capture on the machine's own loopback, and the right to trace programs.
It says which tcpdump and tshark are here, and warns of rights of the program's
file that everyone may use. It changes nothing.
` + failure.ExitStatus,
		Args: usage.Takes(0, 0, "no arguments"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return doctor.Show(c, doctor.Examine(cmd.Context(), "__probe"))
		},
	}
}
