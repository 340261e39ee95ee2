package theirs

import (
	"os"
	"reflect"
)

// networkOf returns the network of a host, nil for this one.
func networkOf(host interface{ Do(func() error) error }) (f *os.File, err error) {
	if host == nil || reflect.ValueOf(host).IsZero() {
		return nil, nil
	}
	failed := host.Do(func() error {
		f, err = os.Open("/proc/thread-self/ns/net")
		return nil
	})
	if err == nil {
		err = failed
	}
	return f, err
}
