// Package pdf draws a diagram for paper and for documents: sharp at any size, with text that can
// be searched. It paints a figure.Figure, and computes no positions but those of pages.
//
// A picture that can be read on one sheet has a page of its own size, to be put into another
// document; a longer one comes on sheets, each below the heads of the lifelines that go on there.
//
// The fonts are part of the file, as far as they are used. There is no script in it, no link, and
// nothing that a reader would load.
package pdf
