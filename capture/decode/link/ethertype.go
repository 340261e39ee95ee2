package link

import "wireladder/capture/decode/frame"

// EtherTypes (IEEE 802 Numbers at IANA) that are read here alone.
const (
	etherBridging frame.Kind = 0x6558 // an Ethernet frame, RFC 1701
	etherVLAN     frame.Kind = 0x8100 // IEEE 802.1Q, customer tag
	etherMPLS2    frame.Kind = 0x8848 // upstream-assigned labels, RFC 5332
	etherPPPoE    frame.Kind = 0x8864 // session stage, RFC 2516
	etherJumboLLC frame.Kind = 0x8870
	etherQinQ     frame.Kind = 0x88a8 // IEEE 802.1ad, service tag
	etherPBB      frame.Kind = 0x88e7 // IEEE 802.1ah, service instance tag
	etherVNTag    frame.Kind = 0x8926
	etherHSR      frame.Kind = 0x892f // IEC 62439-3
	etherETag     frame.Kind = 0x893f // IEEE 802.1BR
	etherOldQinQ  frame.Kind = 0x9100 // service tag before 802.1ad
	etherOldQinQ2 frame.Kind = 0x9200
)
