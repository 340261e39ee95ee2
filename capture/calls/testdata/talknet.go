// Both ends of a connection by package net, for TestGoRuntime.
package main

import (
	"net"
	"os"
	"time"
)

// late is closed when the server has waited in vain.
var late = make(chan bool)

func check(err error) {
	if err != nil {
		os.Exit(1)
	}
}

func serve(listener net.Listener) {
	conn, err := listener.Accept()
	check(err)
	buffer := make([]byte, 100)
	check(conn.SetReadDeadline(time.Now().Add(time.Millisecond)))
	if _, err := conn.Read(buffer); err == nil { // the time is over
		os.Exit(2)
	}
	check(conn.SetReadDeadline(time.Time{}))
	close(late)
	n, err := conn.Read(buffer)
	check(err)
	_, err = conn.Write(buffer[:n])
	check(err)
	_, err = conn.Read(buffer)
	check(conn.Close())
}

func main() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	check(err)
	ended := make(chan bool)
	go func() {
		serve(listener)
		close(ended)
	}()
	conn, err := net.Dial("tcp", listener.Addr().String())
	check(err)
	<-late
	_, err = conn.Write([]byte("hello"))
	check(err)
	_, err = conn.Read(make([]byte, 100))
	check(err)
	check(conn.Close())
	<-ended
	check(listener.Close())
}
