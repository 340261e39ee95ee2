// Package grading writes how a server has stood a battery of probes: as text, while it is
// asked, and as one object of JSON or one document of JUnit's XML when all is over.
package grading
