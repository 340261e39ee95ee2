// Both ends of a connection, for TestLinesOfGo: each call stands in a line that names it.
package main

import (
	"os"
	"syscall"
)

var listener, client, accepted int

func ask() {
	syscall.Write(client, []byte("hello")) // here: write
}

func check(err error) {
	if err != nil {
		os.Exit(1)
	}
}

func main() {
	a := &syscall.SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}}
	listener, _ = syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM, 0) // here: socket
	check(syscall.Bind(listener, a))                                      // here: bind
	check(syscall.Listen(listener, 1))                                    // here: listen
	at, err := syscall.Getsockname(listener)
	check(err)
	client, _ = syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM, 0) // here: socket
	check(syscall.Connect(client, at))                                  // here: connect
	accepted, _, err = syscall.Accept(listener)                         // here: accept
	check(err)
	ask()
	buffer := make([]byte, 100)
	go func() {
		n, err := syscall.Read(accepted, buffer) // here: read
		check(err)
		_, err = syscall.Write(accepted, buffer[:n]) // here: write
		check(err)
	}()
	_, err = syscall.Read(client, make([]byte, 100)) // here: read
	check(err)
	defer os.Exit(0)
	defer syscall.Close(client) // here: close
}
