package models

import (
	"errors"
	"net"
	"strings"

	"golang.org/x/net/idna"
	"golang.org/x/net/publicsuffix"
)

// The ways a text can fail to be a company's domain.
var (
	ErrNoDomain   = errors.New("no domain")
	ErrFreeMail   = errors.New("a free-mail domain belongs to no company")
	ErrSharedHost = errors.New("a shared host belongs to no company")
)

// ParseDomain gives the registrable domain in a domain, URL or e-mail address:
// lower case, punycode, without "www." and the like; what it gave it gives
// again. Addresses of machines, hosting and social sites and free mail are
// refused with the errors above.
func ParseDomain(text string) (string, error) {
	ascii, err := idna.Lookup.ToASCII(strings.ToLower(hostOf(strings.TrimSpace(text))))
	ascii = strings.TrimSuffix(ascii, ".")
	if err != nil || len(ascii) > 253 || !strings.Contains(ascii, ".") || net.ParseIP(ascii) != nil {
		return "", ErrNoDomain
	}
	suffix, icann := publicsuffix.PublicSuffix(ascii)
	if !icann && !strings.Contains(suffix, ".") && !reserved[suffix] {
		return "", ErrNoDomain // no such top level
	}
	if !icann && strings.Contains(suffix, ".") && !registries[suffix] {
		return "", ErrSharedHost // github.io, myshopify.com
	}
	domain, err := publicsuffix.EffectiveTLDPlusOne(ascii)
	switch {
	case err != nil:
		return "", ErrNoDomain
	case freeMail[domain]:
		return "", ErrFreeMail
	case sharedHosts[domain] || sharedHosts[strings.TrimPrefix(ascii, "www.")]:
		return "", ErrSharedHost
	}
	return domain, nil
}

// reserved are the top levels of RFC 2606 that documentation and samples use.
var reserved = wordsOf("example test invalid")

// registries are names under which anyone can register a domain, though no
// country runs them.
var registries = wordsOf(`
	ae.org br.com cn.com co.com com.de com.se de.com eu.com eu.org gb.net gr.com hu.net in.net jp.net jpn.com mex.com
	ru.com sa.com se.net uk.com uk.net us.com us.org za.com africa.com co.nl co.no`)

// hostOf cuts a URL or e-mail address down to its host; "" when it cannot be a
// name.
func hostOf(text string) string {
	if strings.ContainsAny(text, " \t\r\n[") { // a bracket opens an IPv6 address
		return ""
	}
	if scheme, rest, ok := strings.Cut(text, "://"); ok && !strings.ContainsAny(scheme, "/?#@") {
		text = rest
	}
	text = strings.TrimPrefix(text, "//")
	if end := strings.IndexAny(text, `/?#\`); end >= 0 {
		text = text[:end]
	}
	text = text[strings.LastIndexByte(text, '@')+1:]
	host, _, _ := strings.Cut(text, ":")
	return host
}

// freeMail are the domains of mailboxes anyone can have.
var freeMail = wordsOf(`
	gmail.com googlemail.com outlook.com hotmail.com hotmail.co.uk hotmail.fr hotmail.de hotmail.es hotmail.it live.com
	live.co.uk live.fr outlook.de outlook.es outlook.fr msn.com yahoo.com yahoo.co.uk yahoo.es yahoo.it yahoo.ca
	yahoo.co.jp yahoo.com.ar yahoo.com.au yahoo.com.mx
	yahoo.co.in yahoo.fr yahoo.de yahoo.com.br ymail.com rocketmail.com icloud.com me.com mac.com aol.com gmx.com gmx.de
	gmx.net web.de t-online.de mail.com mail.ru yandex.ru yandex.com proton.me protonmail.com pm.me zoho.com fastmail.com
	hey.com tutanota.com tuta.io rediffmail.com qq.com 163.com 126.com sina.com naver.com daum.net hanmail.net orange.fr
	free.fr laposte.net wanadoo.fr libero.it virgilio.it uol.com.br bol.com.br terra.com.br comcast.net verizon.net att.net
	sbcglobal.net btinternet.com bigpond.com shaw.ca rogers.com sympatico.ca mailinator.com`)

// sharedHosts are sites, or single hosts of one, on which companies have a page
// but not a domain.
var sharedHosts = wordsOf(`
	github.com gitlab.com bitbucket.org sourceforge.net npmjs.com pypi.org huggingface.co apps.apple.com itunes.apple.com play.google.com
	sites.google.com docs.google.com drive.google.com
	producthunt.com ycombinator.com crunchbase.com angel.co wellfound.com g2.com capterra.com trustpilot.com
	linkedin.com facebook.com fb.com fb.me instagram.com twitter.com x.com t.me t.co tiktok.com youtube.com youtu.be vimeo.com
	pinterest.com reddit.com discord.com discord.gg whatsapp.com wa.me snapchat.com threads.net medium.com substack.com
	wordpress.com blogspot.com tumblr.com wixsite.com squarespace.com weebly.com webflow.io notion.so notion.site
	linktr.ee about.me bit.ly tinyurl.com goo.gl forms.gle calendly.com typeform.com eventbrite.com meetup.com
	etsy.com myshopify.com gumroad.com patreon.com kickstarter.com indiegogo.com gofundme.com
	herokuapp.com vercel.app netlify.app web.app firebaseapp.com pages.dev carrd.co`)
