// Package typeface knows how wide text is in the fonts that pictures are drawn with, DejaVu's,
// and breaks it into lines. Nothing of it is about diagrams.
package typeface
