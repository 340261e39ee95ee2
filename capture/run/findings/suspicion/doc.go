// Package suspicion tells what packets alone let suspect of the programs behind them: where no
// socket call was seen, a finding goes as far as packets prove, and names the faults that may be
// behind it (findings.Finding.May). What conversations of healthy programs look like as well is
// no finding.
package suspicion
