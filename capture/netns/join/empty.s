// A package with assembly may declare functions without a body, which fork_linux.go does for those
// that the runtime has.
