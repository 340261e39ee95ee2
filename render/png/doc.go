// Package png draws a diagram as a picture of pixels, for media that know nothing of lines and
// letters: chats, office programs, wikis. It paints a figure.Figure, and computes no positions.
//
// Text, too, is drawn as shapes, with the outlines of the fonts that it was measured in: then it
// is as wide as it was measured at any scale, and turns as its arrow does.
package png
