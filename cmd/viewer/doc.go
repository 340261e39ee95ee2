// Package viewer is about the programs that show what a command has written: Wireshark, and how it is
// best started, and the user's browser or what the desktop has for pictures, in which a file is
// opened. Such a program is nobody's child that would hold the terminal, and no shell reads the name
// of the file.
package viewer
