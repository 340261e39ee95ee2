package quantity

import (
	"fmt"
	"strconv"
	"strings"
)

// mostListed is how many numbers a list names.
const mostListed = 6

// List names numbered things: "packet 7", "packets 7, 8 and 9"; of many it names the
// first ones and counts the others. Of none it says so: "no packet".
func List(noun string, numbers []int) string {
	switch len(numbers) {
	case 0:
		return "no " + noun
	case 1:
		return fmt.Sprintf("%s %d", noun, numbers[0])
	}
	shown := numbers[:min(len(numbers), mostListed)]
	words := make([]string, len(shown))
	for i, n := range shown {
		words[i] = strconv.Itoa(n)
	}
	last := words[len(words)-1]
	if more := len(numbers) - len(shown); more > 0 {
		last = fmt.Sprintf("%d more", more+1)
	}
	return noun + "s " + strings.Join(words[:len(words)-1], ", ") + " and " + last
}
