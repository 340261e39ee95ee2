package talk

import (
	"bytes"
	"net/netip"
	"testing"

	"wireladder/capture"
	"wireladder/servers"
)

// A server that closes the connection is noticed while nobody types.
func TestClosedAtThePrompt(t *testing.T) {
	server, err := servers.ListenTCP(servers.ServerOptions{Addr: netip.MustParseAddrPort("127.0.0.1:0")})
	if err != nil {
		t.Fatal(err)
	}
	ctx := t.Context()
	go server.Serve(ctx) //nolint:errcheck // it ends with the test
	client, err := servers.OpenClient(ctx, capture.TCP, servers.ClientOptions{Server: server.Addr()})
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close() //nolint:errcheck // nothing is left to be sent
	var out, told bytes.Buffer
	talk := &talk{o: &ClientOptions{Proto: capture.TCP, Count: 1}, client: client, printer: answerSheet{w: &out, terminal: true}, told: &narrator{w: &told}, keyboard: true}
	lines := make(chan inputLine, 1)
	lines <- inputLine{text: []byte("hello")}
	if err := talk.run(ctx, lines); err != nil {
		t.Error(err)
	}
	if want := "> HELLO\n> \n"; out.String() != want {
		t.Errorf("printed %q, want %q", &out, want)
	}
	if !bytes.HasSuffix(told.Bytes(), []byte("\nclosed     by the server\n")) {
		t.Errorf("told %q", &told)
	}
}
