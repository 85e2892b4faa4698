package validate

import (
	"fmt"
	"slices"

	"pratica/claim"
)

// channel checks what the channel takes (2012: online only co-payments, so that NA1 and GM01 go by post too; Reg. 17.5: an advance on surgery
// by post only).
func (k *check) channel() {
	taken := k.rule("channel", whole, "/channel", "/form")
	if only, ok := k.set.FormChannels[k.c.Form]; ok && k.c.Channel != only {
		k.add(claim.NewFinding("channel.not_allowed", "/channel", fmt.Sprintf("Il modulo %s si invia solo %s.", k.c.Form, channelNames[only])).
			With("channel", string(k.c.Channel)).With("form", string(k.c.Form)))
	}
	rule, ok := k.set.Channels[k.c.Channel]
	if !ok {
		taken.by(func() string { return "questo canale prende ogni tipo di spesa" })
		return
	}
	asked := map[claim.Kind]bool{claim.DependencyAid: k.c.Dependency != nil, claim.SeriousIllnessCare: k.c.SeriousIllness != nil}
	if kind := k.c.Kind; asked[kind] && !slices.Contains(rule.Only, kind) {
		k.add(claim.NewFinding("channel.not_allowed", "/channel", fmt.Sprintf("Il modulo %s non si può inviare %s, ma solo %s (%s).",
			k.c.Form, channelNames[k.c.Channel], rule.Instead, k.set.Title)).With("channel", string(k.c.Channel)).With("kind", string(kind)))
	}
	for i := range k.c.Expenses {
		sent := k.rule("channel", expense(i), "/channel", "kind")
		if k.c.Expenses[i].Kind == "" {
			sent.lack("il tipo di spesa non è noto")
		}
		if e := &k.c.Expenses[i]; e.Kind != "" && !slices.Contains(rule.Only, e.Kind) {
			k.add(claim.NewFinding("channel.not_allowed", at(i, "kind"),
				sentence("%s non si può inviare %s, ma solo %s (%s).", theDocument(e), channelNames[k.c.Channel], rule.Instead, k.set.Title)).With("channel", string(k.c.Channel)).With("kind", string(e.Kind)))
		}
	}
}
