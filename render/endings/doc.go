// Package endings follows what becomes of sockets: in which state each is left, and whether there is one at all.
package endings
