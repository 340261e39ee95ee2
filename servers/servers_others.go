//go:build !linux && !darwin

package servers

import "context"

func listenUDP(ServerOptions) (Server, error) { return nil, ErrUnsupported }

func listenTCP(ServerOptions) (Server, error) { return nil, ErrUnsupported }

func askUDP(context.Context, ClientOptions, []byte) ([]byte, error) { return nil, ErrUnsupported }

func askTCP(context.Context, ClientOptions, []byte) ([]byte, error) { return nil, ErrUnsupported }
