//go:build !cgo || !unix

package console

// stdoutWasClosed returns false: nobody knows, see closed_cgo.go.
func stdoutWasClosed() bool { return false }
