package netstat

// reasons are the counters that say why the kernel did something, by the group
// that they stand in, each with the name under which it is told. That is the
// kernel's own; where several groups have the same name, with the group before it,
// as nstat(8) writes it. What only counts traffic (InSegs, OutOctets, TCPPureAcks)
// is left out: the packets themselves tell it.
var reasons = map[string]map[string]string{
	"TcpExt": own(
		// Segments that are sent again, and what told that they were lost.
		"TCPTimeouts", "TCPLossProbes", "TCPLossProbeRecovery", "TCPFastRetrans", "TCPSlowStartRetrans",
		"TCPLostRetransmit", "TCPSynRetrans", "TCPRetransFail", "TCPSackRecovery", "TCPRenoRecovery",
		"TCPSackRecoveryFail", "TCPRenoRecoveryFail", "TCPSackFailures", "TCPRenoFailures", "TCPLossFailures",
		"TcpTimeoutRehash", "TcpDuplicateDataRehash",
		// Segments that were sent again for nothing, and how that was noticed.
		"TCPSpuriousRTOs", "TCPFullUndo", "TCPPartialUndo", "TCPDSACKUndo", "TCPLossUndo",
		"TCPDSACKRecv", "TCPDSACKOfoRecv", "TCPDSACKOldSent", "TCPDSACKOfoSent",
		// Segments that came in another order than they were sent.
		"TCPOFOQueue", "TCPOFODrop", "TCPOFOMerge", "TCPSACKReorder", "TCPTSReorder", "TCPRenoReorder", "TCPSACKReneging",
		// Connections that end before their time.
		"TCPAbortOnData", "TCPAbortOnClose", "TCPAbortOnMemory", "TCPAbortOnTimeout", "TCPAbortOnLinger", "TCPAbortFailed",
		// Connections that are not let in.
		"ListenOverflows", "ListenDrops", "TCPReqQFullDrop", "TCPReqQFullDoCookies", "EmbryonicRsts", "TCPDeferAcceptDrop",
		"SyncookiesSent", "SyncookiesRecv", "SyncookiesFailed",
		// The window, and what comes in spite of it.
		"TCPToZeroWindowAdv", "TCPFromZeroWindowAdv", "TCPWantZeroWindowAdv", "TCPZeroWindowDrop", "TCPWinProbe",
		"BeyondWindow", "TCPKeepAlive",
		// Acknowledgments that are late, or not sent.
		"DelayedACKs", "DelayedACKLocked", "DelayedACKLost", "TCPAckCompressed",
		"TCPACKSkippedSynRecv", "TCPACKSkippedPAWS", "TCPACKSkippedSeq", "TCPACKSkippedFinWait2",
		"TCPACKSkippedTimeWait", "TCPACKSkippedChallenge",
		// Data that is held back to be sent with more.
		"TCPAutoCorking",
		// Segments that are not believed.
		"TCPChallengeACK", "TCPSYNChallenge", "PAWSActive", "PAWSEstab", "PAWSOldAck", "PAWSTimewait", "TSEcrRejected",
		"TCPMD5NotFound", "TCPMD5Unexpected", "TCPMD5Failure",
		"OutOfWindowIcmps", "LockDroppedIcmps", "TCPMinTTLDrop", "IPReversePathFilter",
		// Memory that is short.
		"TCPRcvQDrop", "TCPBacklogDrop", "PruneCalled", "RcvPruned", "OfoPruned", "TCPRcvCollapsed", "TCPMemoryPressures",
		"TCPWqueueTooBig", "PFMemallocDrop",
		// TIME-WAIT.
		"TW", "TWRecycled", "TWKilled", "TCPTimeWaitOverflow",
		// Fast Open, path MTU.
		"TCPFastOpenActive", "TCPFastOpenActiveFail", "TCPFastOpenPassive", "TCPFastOpenPassiveFail",
		"TCPFastOpenListenOverflow", "TCPFastOpenCookieReqd", "TCPFastOpenBlackhole", "TCPFastOpenPassiveAltKey",
		"TCPMTUPFail", "TCPMTUPSuccess",
	),
	"Tcp":  with("Tcp", own("RetransSegs", "OutRsts", "AttemptFails", "EstabResets", "InErrs"), "InCsumErrors"),
	"Udp":  with("Udp", own("NoPorts", "InErrors", "RcvbufErrors", "SndbufErrors", "MemErrors"), "InCsumErrors"),
	"Icmp": with("Icmp", own("OutRateLimitGlobal", "OutRateLimitHost"), "InErrors", "InCsumErrors"),
	"Ip": own("InHdrErrors", "InAddrErrors", "InUnknownProtos", "InDiscards", "OutDiscards", "OutNoRoutes",
		"ReasmTimeout", "ReasmFails", "FragFails"),
	"IpExt": with("IpExt", own("InNoRoutes", "InTruncatedPkts"), "InCsumErrors"),
	// The groups of IPv6 are parts of its names.
	sixth: own("Ip6InHdrErrors", "Ip6InTooBigErrors", "Ip6InNoRoutes", "Ip6InAddrErrors", "Ip6InTruncatedPkts",
		"Ip6InDiscards", "Ip6OutDiscards", "Ip6OutNoRoutes", "Ip6ReasmTimeout", "Ip6ReasmFails", "Ip6FragFails",
		"Udp6NoPorts", "Udp6InErrors", "Udp6RcvbufErrors", "Udp6SndbufErrors", "Udp6InCsumErrors", "Udp6MemErrors",
		"Icmp6InErrors", "Icmp6InCsumErrors", "Icmp6OutRateLimitHost"),
}

// sixth is the group of all that snmp6 tells.
const sixth = ""

// own makes a group of counters that are told by their own names.
func own(names ...string) map[string]string {
	group := make(map[string]string, len(names))
	for _, name := range names {
		group[name] = name
	}
	return group
}

// with adds counters to a group that are told with the group's name before theirs.
func with(prefix string, group map[string]string, names ...string) map[string]string {
	for _, name := range names {
		group[name] = prefix + name
	}
	return group
}
