package repairs

import "strings"

// exceptions are what is to be done about exceptions of Python that say by themselves what is wrong, by what is
// in them.
var exceptions = []struct{ text, repair string }{
	{"a bytes-like object is required, not 'str'", "make bytes of the text first: s.sendall(text.encode())"},
	{"can't concat str to bytes", "make bytes of the text first: text.encode()"},
	{"a bytes-like object is required, not 'int'", "make bytes of the number first: str(n).encode(), or struct.pack(\"!I\", n)"},
	{"'str' object cannot be interpreted as an integer", "make a number of the text first, as of a port: int(sys.argv[2])"},
	{"port must be 0-65535", "take a port from 1 to 65535"},
	{"argument after * must be an iterable, not socket", "args=(conn,): with the comma it is a tuple of one"},
	{"address must be tuple, not NoneType", "name the address to which it goes: transport.sendto(data, addr)"},
	{"Address family for hostname not supported", "take the family of the address: AF_INET6 for ::1; or socket.create_connection(), which does that itself"},
}

// OfException returns what is to be done about an exception, by its last line; "" if that is not known.
func OfException(line string) string {
	for _, e := range exceptions {
		if strings.Contains(line, e.text) {
			return e.repair
		}
	}
	return ""
}
