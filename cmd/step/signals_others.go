//go:build !unix

package step

// heed does nothing: no signal stops a program here.
func (k *keys) heed() (stop func()) { return func() {} }
