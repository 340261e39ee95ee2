// Package closing says how a connection ends: by a FIN in each direction, or by a RST at once, with
// the reason that the evidence gives for it.
package closing
