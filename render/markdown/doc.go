// Package markdown paints diagrams as a report in Markdown: what went wrong, the picture as text
// between fences, and the totals as a table. It is for pull requests, issues, wikis and notes:
// CommonMark, with GitHub's tables.
//
// Whatever a diagram holds is text there: no markup, no HTML, no link, nobody is mentioned
// ([escape.go]).
package markdown
