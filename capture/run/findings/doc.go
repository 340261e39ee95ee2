// Package findings reads out of a run what went wrong in it: verdicts in the terms of
// sockets, each with the moments that show it. It says nothing of a run in which nothing did.
//
//	run.Run ─► index: of each socket its calls, its packets, its peer ─► rules ─► Findings
//
// With socket calls a finding is a verdict. From packets alone it goes as far as these prove.
// What is said of it, and what is to be done, package words tells.
package findings
