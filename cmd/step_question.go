package cmd

import (
	"fmt"

	"wireladder/capture"
)

// question says which call comes next, and what there is to foresee.
func question(c *capture.Call) string {
	return fmt.Sprintf("%s, next: %s", c.Process.Name, foresee(c))
}

// foresee returns the call and a question about it.
func foresee(c *capture.Call) string {
	udp := c.Proto == capture.UDP
	switch {
	case c.Does(capture.Opens):
		return "socket(): will the server hear of it?"
	case c.Does(capture.Binds), c.Does(capture.Configures):
		return c.Name + "(): will the wire show anything?"
	case c.Does(capture.Connects):
		if udp {
			return "connect() over UDP: will a packet leave?"
		}
		return "connect(): what will the wire show?"
	case c.Does(capture.Sends):
		return foreseeSend(c, udp)
	case c.Does(capture.Receives):
		return c.Name + "(): does asking send a packet? will it wait?"
	case c.Does(capture.ShutsDown):
		return fmt.Sprintf("shutdown(%s): which direction ends?", c.ArgsText())
	case c.Does(capture.Closes):
		if udp {
			return "close(): will the server notice?"
		}
		return "close(): which segments, and who keeps the port?"
	}
	return c.Name + "(): what will the wire show?"
}

func foreseeSend(c *capture.Call, udp bool) string {
	size := fmt.Sprintf("%d bytes", c.Size)
	if c.Size == 1 {
		size = "1 byte"
	}
	if udp {
		return fmt.Sprintf("%s(%s): does anything go before it?", c.Name, size)
	}
	return fmt.Sprintf("%s(%s): how many segments, and who ACKs?", c.Name, size)
}
