// Package postponed keeps explanations of what happens while packets are on their way, whose arrows leave no room for
// them: they are told when all of those have arrived, or when none of them does so soon.
package postponed
