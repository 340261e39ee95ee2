package flags

import "github.com/spf13/pflag"

// HandOn returns the arguments that set the flags again as they are.
func HandOn(f *pflag.FlagSet) []string {
	var args []string
	f.VisitAll(func(flag *pflag.Flag) {
		if !flag.Changed {
			return
		}
		values := []string{flag.Value.String()}
		if list, ok := flag.Value.(pflag.SliceValue); ok {
			values = list.GetSlice()
		}
		for _, value := range values {
			args = append(args, "--"+flag.Name+"="+value)
		}
	})
	return args
}
