package watch

// loopback is what the machine's own is called.
const loopback = "lo"
