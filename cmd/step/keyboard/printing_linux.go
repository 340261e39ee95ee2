package keyboard

import "golang.org/x/sys/unix"

// keepPrinting has a terminal that was made raw go on ending lines as others write them.
func keepPrinting(fd int) error {
	settings, err := unix.IoctlGetTermios(fd, unix.TCGETS)
	if err != nil {
		return err
	}
	settings.Oflag |= unix.OPOST
	return unix.IoctlSetTermios(fd, unix.TCSETS, settings)
}
