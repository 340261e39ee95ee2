//go:build !unix

package keyboard

// Heed does nothing: no signal stops a program here.
func (k *Keys) Heed() (stop func()) { return func() {} }
