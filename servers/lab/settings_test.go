package lab

import (
	"errors"
	"io/fs"
	"testing"
)

// A setting that there is none of is told by its name.
func TestUnknownSetting(t *testing.T) {
	err := writeSettings(map[string]string{"net.ipv4.no_such_setting": "1"})
	if !errors.Is(err, ErrSettings) || !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, fs.ErrPermission) {
		t.Errorf("%v", err)
	}
	if err := writeSettings(nil); err != nil {
		t.Errorf("nothing to set: %v", err)
	}
}
