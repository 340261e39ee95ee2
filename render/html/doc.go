// Package html draws a diagram as a page to step through, in front of a room or alone: one file
// that opens from disk and loads nothing.
//
//	render.Diagram ─► scene.Of ─► svg, cut into parts      ─┐
//	      │           (a wide and a narrow layout)          ├─► one page
//	      └────────► data: what there is to say of each  ─┘
//	                 step, and the height that it takes
//
// All that is said and all places are found here; page.js shows and hides, scrolls and counts,
// and knows nothing of packets. Text of the diagram comes into the page as text of SVG, or as
// JSON that page.js puts there as text: nothing of it is markup. What else the page may do, its
// content security policy says: run this one script, and use this one style.
package html
