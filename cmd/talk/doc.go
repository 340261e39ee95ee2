// Package talk runs the uppercase client and server for somebody who looks on: it reads
// lines, prints answers, and tells line by line what happens.
//
//	stdin ─► readLines ─► talk ─► servers.Client ─► answers ─► stdout
//	servers.Event, socket calls ─► narrator ─► what is told
package talk
