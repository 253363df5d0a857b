// Package playground plays Slack on one machine: a page that people type in,
// and behind it Slack's side of the conversation.
//
// What a person does on the page is sent to the bot as Slack sends it: slash
// commands, events, interactions, form submissions and requests for options,
// signed with the signing secret, to the same HTTP endpoints, with Slack's three
// seconds and its retries. What the bot calls is answered as Slack answers it:
// the methods of the Web API that the bot needs, their error codes, the limits
// of Block Kit, triggers that open one form within three seconds, response_urls
// that work five times within half an hour, rates with Retry-After. The bot
// cannot tell the difference: only the API's base address is another.
//
// It is a test bench, too: every request and its answer can be seen, time can be
// moved forward, calls can be made to fail. A zero Config is enough for a test:
//
//	slack := playground.New(playground.Config{})
//
// Everything is in memory and gone with the process. It is written from Slack's
// rules and not from the bot's code, and imports nothing of ours. Whoever can
// reach its address can ask the bot in anybody's name, so it answers this
// machine alone: requests of other hosts' pages are refused.
package playground
