package labels

import (
	"fmt"
	"strings"

	"wireladder/capture/run"
	"wireladder/render/quantity"
)

// Kernel names what the kernel says.
func Kernel(m *run.Moment) []string {
	k := m.Says
	switch {
	case k.Listener.IsValid():
		return queue(k)
	case k.Unread > 0:
		bytes := quantity.Count(k.Unread, "byte")
		return []string{"kernel: " + bytes + " unread", bytes + " unread"}
	}
	return []string{"kernel: [" + k.State + "]", "[" + k.State + "]"}
}

// maxPlaces is how many places of a queue are drawn; of a longer one only the numbers
// are told.
const maxPlaces = 12

// queue shows an accept queue.
func queue(k *run.Says) []string {
	places := k.Backlog + 1
	numbers := fmt.Sprintf("%d of %d", k.Length, places)
	if places > maxPlaces || places < k.Length {
		return []string{"accept queue: " + numbers, "queue " + numbers}
	}
	strip := strings.Repeat("▮", k.Length) + strings.Repeat("▯", places-k.Length)
	return []string{"accept queue " + strip + " " + numbers, "queue " + strip + " " + numbers, "queue " + numbers}
}
