package lab

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
)

// ErrSettings is the error of a place whose network cannot be set to what the run needs.
var ErrSettings = errors.New("the run's network cannot be set to what it needs")

// writeSettings sets the network of the calling thread: /proc/sys/net shows the one of who opens it (proc(5)).
// Containers show it read-only.
func writeSettings(settings map[string]string) error {
	for _, name := range slices.Sorted(maps.Keys(settings)) {
		path := "/proc/sys/" + strings.ReplaceAll(name, ".", "/")
		if err := os.WriteFile(path, []byte(settings[name]), 0); err != nil {
			return fmt.Errorf("%w: %s = %s: %w", ErrSettings, name, settings[name], err)
		}
	}
	return nil
}
