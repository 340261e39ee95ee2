package sentencetest

// The vocabulary of claims. A clause is a part of a sentence between full stops,
// semicolons and colons.
var (
	quotedText = words(`"(?:[^"\\]|\\.)*"`)
	clauseEnd  = words(`[.;:](?:\s+|$)`)

	again = words(`(?i)\b(?:again|repeats?|repeated|repetition|retransmi\w+|resent|resends?|re-sen[dt]s?|a second time|once more|twice)\b`)
	// Other things happen again, too; and what might happen is no claim.
	notAgain = words(`(?i)\b(?:room|ports?|opens?|opened|says?|asks?|tells?|expects?|listens?|waits?|attempt|captured|seen|recorded|came|comes|arrived?|arrives|file|capture)\b[\w ']{0,20}\b(?:again|a second time|once more|twice)\b` +
		`|\b(?:not|never|nothing|nobody|no one|without|neither|nor|cannot)\b[^,]{0,45}\b(?:again|repeat\w*|retransmi\w+|resen[dt]s?|twice|a second time)\b` +
		`|\b(?:if|would|may|might|could|until|unless|must|should|will|whether|so that|before)\b[^,]{0,60}\b(?:again|repeat\w*|retransmi\w+|resen[dt]s?)\b` +
		`|\b(?:if|unless|until)\b.{0,60}\b(?:again|repeat\w*|retransmi\w+|resen[dt]s?)\b` +
		`|\b(?:late|or)\b[^,]{0,25}\b(?:again|retransmi\w+|resent)\b|\bagain,? or\b`)

	// What is lost will be sent again: that is no claim that it was sent before.
	isLost = words(`(?i)\b(?:is|was) lost\b|\bnever (?:reaches|arrives)\b`)

	noACK = words(`(?i)\bno (?:ACK|acknowledge?ment|answer|reply|response)\b|\bunanswered\b|\b(?:not|never) (?:been |yet )?(?:acknowledged|answered)\b` +
		`|\bwithout (?:an? |any )?(?:ACK|acknowledge?ment|answer|reply)\b|\bnothing (?:came back|comes back|answers|answered|has come back)\b|\bnobody answer(?:s|ed)\b`)
	noACKMeant = words(`(?i)\bno (?:ACK|acknowledge?ment|answer|reply|response)s?\b[^,]{0,25}\b(?:needed|necessary|asked|expected|required|missing|promised|reaches?|reached)\b|\b(?:if|until|unless|would|whether|when)\b[^,]{0,40}\bno (?:ACK|answer)|\b(?:is|was|be) no (?:answer|ACK)\b|\b(?:is|itself) not acknowledged\b|\bnot acknowledged itself\b`)
	noAnswer   = words(`(?i)\bno (?:answer|reply|response)\b|\bunanswered\b|\bwithout (?:an? |any )?(?:answer|reply)\b|\bnobody answer(?:s|ed)\b|\bsent without asking\b|\bone way\b`)

	waited = words(`(?i)\b(?:no (?:ACK|acknowledge?ment|answer|reply|response)|unanswered|not (?:acknowledged|answered))\b[\w ]{0,30}?\b(?:in|for|within|after) (\d[\d.]*) ?(ns|µs|us|ms|s|min)\b`)

	timer    = words(`(?i)\b(?:timers?|RTO|time-?outs?|timed out|RFC ?6298)\b`)
	notTimer = words(`(?i)\b(?:not|no|never|without|before|sooner|soon|earlier|below|under|than|nor|instead of|in place of|ahead of|need not|rather than|too short|cannot|if|would|else|until|were)\b[^,]{0,45}\b(?:timers?|RTO|time-?outs?|timed out)\b` +
		`|\b(?:timers?|RTO|time-?outs?)\b[^,]{0,40}\b(?:not|n't|never|cannot|could not|no)\b|\b(?:keep-?alive|persist|delayed|probe|linger|TIME-WAIT|idle|user)\b[\w -]{0,15}\b(?:timers?|time-?outs?)\b`)

	tailProbe    = words(`(?i)\btail loss probes?\b|\bTLP\b`)
	notTailProbe = words(`(?i)\b(?:not|no|never|if|would|may|might|could|or|neither|perhaps|after|until)\b[^,]{0,40}\b(?:tail loss probes?|TLP)\b`)
	byDupACKs    = words(`(?i)\b(?:after|by|because of|for) (?:its |the |\w+ )?duplicate ACKs?\b|\bfast retransmi\w+`)

	gap       = words(`(?i)\bafter a gap\b|\bnot (?:been )?captured\b|\bnever captured\b|\bmissing (?:in|from|here)\b|\bcapture (?:does not|doesn't) hold\b|\bcapture lacks\b|\b(?:leaves|has|with) a gap\b`)
	gapMeant  = words(`(?i)\bshown that\b|\bnothing\b[^,]{0,20}\bmissing\b|\bno gap\b|\b(?:or|either|either of) [\w ]*came twice\b|\bSACK\b|\bcut\b|\bsnap|\d+ of (?:them|these|its|the|\d+)\b|\bof which\b|\bstill waits\b|\bduplicate\b|\bSYN\b[\w ]{0,20}\bnot captured\b|\bbegan before\b|\bdirection\b`)
	firstTime = words(`(?i)\bnot captured (?:before|until now|so far)\b`)
	gapForNow = words(`(?i)\b(?:later|yet|so far|until|before|comes?|follows?|still|late|packets? \d+)\b`)

	aborts    = words(`(?i)\babort(?:s|ed|ing)?\b|\bno FIN\b|\bwithout (?:a )?FIN\b|\binstead of (?:a )?FIN\b`)
	notAborts = words(`(?i)\b(?:not|no|never|without|nor|rather than)\b[^,]{0,15}\babort`)
	refuses   = words(`(?i)\brefus(?:es|ed|al|ing)\b`)
	nobody    = words(`(?i)\b(?:nobody|no one|no socket|no program|no process|nothing|none)\b[\w ]{0,20}\b(?:listens?|listening|bound)\b`)
	forNow    = words(`(?i)\b(?:yet|no longer|any ?more|at that moment|at the moment|then|at the time|now)\b`)
	reopens   = words(`(?i)\bre-?open(?:s|ed|ing)?\b|\bopens? again\b|\broom again\b`)
	hasRead   = words(`(?i)\bprogram\b[\w ']{0,25}\b(?:has|have|had|did)\b[\w ]{0,10}\b(?:read|received|taken)\b|\bhas (?:now )?read\b|\bby reading\b|\brecv\(\) (?:has |had )?(?:took|taken|returned|read|made)\b|\bthe program reads\b`)
	maybe     = words(`(?i)\b(?:may|might|perhaps|whether|probably|if|not|before|until|likely|or|could|when|once|unread)\b`)

	negative  = words(`(?:^|[\s=(,])[-−]\d|\d[-–][-−]\d`)
	mentioned = words(`(?i)\bpackets? (\d+(?:(?:, and |, | and | or |[-–])\d+)*)`)
	integer   = words(`\d+`)
	sameSide  = words(`(?i)\bpackets? (\d+)(?:, \d+| and \d+)* (?:once more|again)|\brepeats? (?:all of |part of )?packets? (\d+)|\b(?:same|numbers|bytes)\b[\w ]{0,20} as packet (\d+)|\bcopy of packet (\d+)|\bsent (?:before )?(?:in|by|with) packet (\d+)`)
	otherSide = words(`(?i)\bpacket (\d+) (?:had |has |have )?(?:already |since )?(?:acknowledge|answer)(?:d|ed|s)\b|\backnowledged (?:before )?(?:by|in) packet (\d+)|\banswer(?:s|ing|ed)? (?:to )?packet (\d+)`)
	isLater   = words(`(?i)\b(?:later|follow\w*|comes?|until|next|complet\w+|fill\w*|will|with packet|arriv\w+|in packet|reached|is answered|answered by|acknowledged by|overt\w+|lost|goes on|asks for|overlap)\b`)
	spanAfter = words(`(?i)(\d[\d.]*) ?(ns|µs|us|ms|s|min) after packet (\d+)`)

	carries = words(`(?i)\bcarries (?:only |the )?bytes? (\d+)(?:[-–](\d+))?`)
	covers  = words(`(?i)\bcovers bytes? (\d+)(?:[-–](\d+))?`)
)

// What is said of a copy.
var (
	duplicateACK    = words(`(?i)\b(?:duplicate|dup) ACK\b|\bstill waits\b`)
	notDuplicateACK = words(`(?i)\b(?:no|not an?|neither|nor|rather than)\b[\w ]{0,10}\b(?:duplicate|dup) ACK\b`)
)
