// Package output shows what comes at each destination: in files, and on stdout. One that
// fails costs nothing but itself.
package output
