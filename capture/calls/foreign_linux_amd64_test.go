package calls_test

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"wireladder/capture/calls"
	"wireladder/capture/calls/syscalls"
)

// program32 returns a program for 32 bits (elf(5)) that makes a socket, and ends with 0 if it could.
func program32() []byte {
	code := []byte{
		0xb8, 0x67, 0x01, 0, 0, // mov eax, 359: socket(2)
		0xbb, 2, 0, 0, 0, // mov ebx, AF_INET
		0xb9, 2, 0, 0, 0, // mov ecx, SOCK_DGRAM
		0x31, 0xd2, // xor edx, edx
		0xcd, 0x80, // int 0x80
		0x89, 0xc3, // mov ebx, eax
		0xc1, 0xfb, 0x1f, // sar ebx, 31: 0, or -1 of an error
		0xb8, 1, 0, 0, 0, // mov eax, 1: exit(2)
		0xcd, 0x80, // int 0x80
	}
	const base, header = 0x8048000, 52 + 32
	order := binary.LittleEndian
	b := append([]byte("\x7fELF\x01\x01\x01"), make([]byte, 9)...)
	for _, half := range []uint16{2, 3} { // ET_EXEC, EM_386
		b = order.AppendUint16(b, half)
	}
	for _, word := range []uint32{1, base + header, 52, 0, 0} {
		b = order.AppendUint32(b, word)
	}
	for _, half := range []uint16{52, 32, 1, 0, 0, 0} {
		b = order.AppendUint16(b, half)
	}
	size := uint32(header + len(code)) //nolint:gosec // small
	for _, word := range []uint32{1, 0, base, base, size, size, 5, 0x1000} {
		b = order.AppendUint32(b, word)
	}
	return append(b, code...)
}

// TestProgram32 checks that a program for 32 bits runs, and that it is told that its calls are not
// seen.
func TestProgram32(t *testing.T) {
	name := filepath.Join(t.TempDir(), "program32")
	if err := os.WriteFile(name, program32(), 0o700); err != nil { //nolint:gosec // it is executed
		t.Fatal(err)
	}
	var told []syscalls.Restriction
	p, err := calls.Start(calls.Options{
		Name: "program", Path: "/bin/sh", Args: []string{"sh", "-c", "exec " + name}, Observer: &listener{},
		Restricted: func(_ int, r syscalls.Restriction) { told = append(told, r) },
	})
	if err != nil {
		t.Fatal(err)
	}
	const cannotExecute = 126 // of a shell: this kernel has no such programs
	if exits, err := p.Wait(); err == nil && exits[0].Code != cannotExecute && (exits[0].Code != 0 || !slices.Equal(told, []syscalls.Restriction{syscalls.OtherArchitecture})) {
		t.Errorf("%v, %+v, %v", err, exits, told)
	}
}
