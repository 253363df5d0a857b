package models

import (
	"errors"
	"strings"
	"testing"
)

func TestParseDomain(t *testing.T) {
	for _, c := range []struct {
		text, want string
		err        error
	}{
		{text: "acme.com", want: "acme.com"},
		{text: "  ACME.Com \n", want: "acme.com"},
		{text: "acme.com.", want: "acme.com"},
		{text: "acme.com。", want: "acme.com"},
		{text: "www.acme.com", want: "acme.com"},
		{text: "shop.eu.acme.co.uk", want: "acme.co.uk"},
		{text: "https://acme.com", want: "acme.com"},
		{text: "HTTPS://WWW.ACME.COM/About?x=1#top", want: "acme.com"},
		{text: "//acme.com/x", want: "acme.com"},
		{text: "acme.com:8080/path", want: "acme.com"},
		{text: "acme.com?next=https://other.com", want: "acme.com"},
		{text: "acme.com/@team", want: "acme.com"},
		{text: "acme.com/logo@2x.png", want: "acme.com"},
		{text: "https://user:secret@acme.com/", want: "acme.com"},
		{text: "ana@mail.acme.com", want: "acme.com"},
		{text: "mailto:ana@acme.com?subject=hi", want: "acme.com"},
		{text: "münchen.de", want: "xn--mnchen-3ya.de"},
		{text: "xn--mnchen-3ya.de", want: "xn--mnchen-3ya.de"},
		{text: "ＡＣＭＥ．com", want: "acme.com"},
		{text: "acme.uk.com", want: "acme.uk.com"},
		{text: "www.acme.uk.com", want: "acme.uk.com"},
		{text: "acme.co.com", want: "acme.co.com"},
		{text: "datainsight.example", want: "datainsight.example"},
		{text: "apple.com", want: "apple.com"},
		{text: "google.com", want: "google.com"},

		{text: "uk.com", err: ErrNoDomain},
		{text: "co.uk", err: ErrNoDomain},
		{text: "com", err: ErrNoDomain},
		{text: "", err: ErrNoDomain},
		{text: ".", err: ErrNoDomain},
		{text: "acme..com", err: ErrNoDomain},
		{text: "acme.com..", err: ErrNoDomain},
		{text: ".acme.com.", err: ErrNoDomain},
		{text: "acme", err: ErrNoDomain},
		{text: "acme inc.com", err: ErrNoDomain},
		{text: "localhost", err: ErrNoDomain},
		{text: "server.local", err: ErrNoDomain},
		{text: "127.0.0.1", err: ErrNoDomain},
		{text: "http://10.0.0.1:80/", err: ErrNoDomain},
		{text: "１２７.0.0.1", err: ErrNoDomain},
		{text: "0x7f.1", err: ErrNoDomain},
		{text: "[::1]:80", err: ErrNoDomain},
		{text: "2001:db8::1", err: ErrNoDomain},
		{text: "n/a", err: ErrNoDomain},
		{text: "-", err: ErrNoDomain},
		{text: "<!channel>", err: ErrNoDomain},
		{text: "a\x00b.com", err: ErrNoDomain},
		{text: "\xff\xfe.com", err: ErrNoDomain},
		{text: strings.Repeat("a", 40_000) + ".com", err: ErrNoDomain},
		{text: strings.Repeat("a.", 20_000) + "com", err: ErrNoDomain},

		{text: "ana@gmail.com", err: ErrFreeMail},
		{text: "GMAIL.COM", err: ErrFreeMail},
		{text: "yahoo.co.uk", err: ErrFreeMail},

		{text: "https://www.linkedin.com/company/acme", err: ErrSharedHost},
		{text: "github.com/acme", err: ErrSharedHost},
		{text: "medium.com/@acme", err: ErrSharedHost},
		{text: "acme.github.io", err: ErrSharedHost},
		{text: "acme.myshopify.com", err: ErrSharedHost},
		{text: "apps.apple.com/us/app/acme", err: ErrSharedHost},
		{text: "https://play.google.com/store/apps/details?id=com.acme", err: ErrSharedHost},
		{text: "sites.google.com/acme", err: ErrSharedHost},
	} {
		got, err := ParseDomain(c.text)
		if got != c.want || !errors.Is(err, c.err) {
			t.Errorf("ParseDomain(%.60q) = %q, %v, want %q, %v", c.text, got, err, c.want, c.err)
		}
	}
}

func FuzzParseDomain(f *testing.F) {
	for _, seed := range []string{
		"acme.com", "https://user@www.acme.co.uk:80/a?b#c", "ana@acme.com", "xn--mnchen-3ya.de", "faß.de", "acme.uk.com.",
		"[::1]", "1.2.3.4", "acme.github.io", "a\x00.com", "\u200facme.com", "ａ。com", "//x.y", "@", ":", "..",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		domain, err := ParseDomain(text)
		if err != nil {
			if domain != "" {
				t.Errorf("ParseDomain(%q) = %q beside the error %v, want none", text, domain, err)
			}
			return
		}
		if again, err := ParseDomain(domain); again != domain || err != nil {
			t.Errorf("ParseDomain(ParseDomain(%q)) = %q, %v, want %q", text, again, err, domain)
		}
		if domain != strings.ToLower(domain) || len(domain) > 253 || !strings.Contains(domain, ".") || strings.Trim(domain, "abcdefghijklmnopqrstuvwxyz0123456789-.") != "" {
			t.Errorf("ParseDomain(%q) = %q, want lower case ASCII with a dot", text, domain)
		}
	})
}
