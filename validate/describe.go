package validate

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"pratica/claim"
)

// Describe writes a rule set in Italian sentences with their articles, for whoever has to answer for it.
func (r *RuleSet) Describe(w io.Writer) error {
	d := &describer{w: w}
	d.line("# %s", r.Title)
	d.line("")
	d.line("In vigore dal %s. Regole di invio: quelle del giorno %s. Rimborso: quelle del giorno %s.", claim.MustDate(r.ID).Italian(),
		dayNames[r.AppliesBy["sending"]], dayNames[r.AppliesBy["reimbursement"]])
	d.deadlines(r)
	d.channels(r)
	d.coverage(r)
	d.forms(r)
	d.papers(r)
	d.dental(r)
	if s := r.Dependency; s != nil {
		d.title("Non autosufficienza (%s)", cite(s.Article))
		d.item("ogni sezione del modulo NA1 vale %s punti; ne servono almeno %d con più di 0 punti e almeno %d punti in tutto", numbers(s.Scores), s.Sections, s.Total)
	}
	if len(r.Illnesses) > 0 {
		d.title("Gravi malattie (%s)", cite(r.articleOf("illness.none_or_many_marked")))
		d.item("%s", strings.Join(slices.Sorted(maps.Values(r.Illnesses)), ", "))
	}
	if len(r.Once) > 0 {
		d.title("Una sola volta")
	}
	for _, kind := range slices.Sorted(maps.Keys(r.Once)) {
		d.item("%s (%s)", map[claim.Kind]string{claim.DependencyAid: "il sussidio per la non autosufficienza",
			claim.SeriousIllnessCare: "le prestazioni per ciascuna grave malattia"}[kind], cite(r.Once[kind]))
	}
	d.title("Non si rimborsa")
	said := map[string]bool{}
	for _, s := range r.NotCovered {
		except := ""
		if s.Except != nil {
			except = ", se non " + s.Except.When
		}
		if text := fmt.Sprintf("%s%s%s (%s)", s.Name, except, ofKinds(s.Kinds), cite(s.Article)); !said[text] {
			said[text] = true
			d.item("%s", text)
		}
	}
	d.law(r.law)
	return d.err
}

var dayNames = map[string]string{"sent_on": "dell'invio", "invoice_date": "della fattura"}

var kindNames = map[claim.Kind]string{claim.Copayment: "ticket", claim.Private: "spese private", claim.Dental: "spese odontoiatriche",
	claim.AllowanceStay: "diaria per ricovero", claim.AllowanceDaySurgery: "diaria per day surgery", claim.AllowanceOncology: "diaria per terapie oncologiche",
	claim.DependencyAid: "non autosufficienza", claim.SeriousIllnessCare: "gravi malattie", claim.OtherKind: "altro", claim.Mixed: "spese di più tipi"}

var deadlineNames = map[string]string{"expense": "fatture e ricevute, dalla loro data", "allowance": "diarie, dalle dimissioni o dall'ultima seduta",
	"serious_illness": "gravi malattie (GM01)"}

var channelNames = map[claim.Channel]string{claim.Post: "per posta", claim.Online: "online", claim.Provider: "dalla struttura", claim.API: "da un altro sistema"}

type describer struct {
	w   io.Writer
	err error
}

func (d *describer) line(format string, args ...any) {
	if d.err == nil {
		_, d.err = fmt.Fprintf(d.w, format+"\n", args...)
	}
}

func (d *describer) title(format string, args ...any) {
	d.line("")
	d.line("## "+format, args...)
	d.line("")
}

func (d *describer) item(format string, args ...any) { d.line("- "+format, args...) }

func (d *describer) deadlines(r *RuleSet) {
	d.title("Termini per l'invio")
	for _, what := range slices.Sorted(maps.Keys(r.Deadlines)) {
		term, from := r.Deadlines[what], ""
		for _, pointer := range term.From {
			from += map[string]string{"/serious_illness/discharged_on": ", dalle dimissioni", "/serious_illness/diagnosed_on": " o dalla diagnosi"}[pointer]
		}
		name := deadlineNames[what]
		if name == "" {
			name = what
		}
		d.item("%s%s: %s (%s)", name, from, months(term.Months), cite(term.Article))
	}
	switch kinds := kindList(r.DepositsFollowBalance); kinds {
	case "":
		d.item("un acconto ha il proprio termine, anche se arriva con il saldo")
	default:
		d.item("gli acconti di %s hanno il termine del loro saldo", kinds)
	}
}

func (d *describer) channels(r *RuleSet) {
	if len(r.Channels)+len(r.FormChannels) == 0 && r.SendsAMonth == nil && r.Originals == nil {
		return
	}
	d.title("Come si invia")
	if o := r.Originals; o != nil {
		d.item("%s: fatture in originale, non in fotocopia (%s)", channelNames[o.Channel], cite(o.Article))
	}
	if s := r.SendsAMonth; s != nil {
		d.item("%s: non più di %s al mese (%s)", channelNames[s.Channel], times(s.Times), cite(s.Article))
	}
	for _, channel := range slices.Sorted(maps.Keys(r.Channels)) {
		d.item("%s: solo %s", channelNames[channel], kindList(r.Channels[channel].Only))
	}
	for _, form := range slices.Sorted(maps.Keys(r.FormChannels)) {
		d.item("modulo %s: solo %s", form, channelNames[r.FormChannels[form]])
	}
}

func (d *describer) coverage(r *RuleSet) {
	c := r.Coverage
	if c == nil {
		return
	}
	d.title("Chi ha diritto ai rimborsi")
	d.item("chi era iscritto alla data della fattura (%s)", cite(c.Article))
	d.item("dopo la carenza: dal primo giorno del mese, %s dopo quello di iscrizione, se l'anagrafica non dice altro; il neonato iscritto dal mese di nascita non ne ha (%s)",
		months(c.Waiting), cite(c.WaitingArticle))
	despite := ""
	if len(c.NotInArrears) > 0 {
		despite = ", tranne " + kindList(c.NotInArrears)
	}
	d.item("chi è in regola con i contributi%s (%s)", despite, cite(c.ArrearsArticle))
	if s := r.Dependency; s != nil && s.Months > 0 {
		d.item("per la non autosufficienza: chi è iscritto da almeno %s o, dopo un infortunio, ha superato la carenza (%s)", months(s.Months), cite(s.Article))
	}
}

func (d *describer) forms(r *RuleSet) {
	d.title("Che cosa deve esserci sui moduli (%s)", cite(r.articleOf("form.field_missing")))
	for _, form := range slices.Sorted(maps.Keys(r.Forms)) {
		rule := r.Forms[form]
		text := names(rule.Always) + ", data e firma dell'iscritto"
		if len(rule.Row) > 0 {
			text += "; in ogni riga " + names(rule.Row)
		}
		if len(rule.Refuses) > 0 {
			text += fmt.Sprintf("; non per %s (%s)", kindList(rule.Refuses), rule.Instead)
		}
		d.item("%s: %s", form, text)
	}
}

func (d *describer) papers(r *RuleSet) {
	d.title("Documenti da allegare")
	for _, p := range r.Papers {
		var who []string
		for _, form := range p.Forms {
			who = append(who, "modulo "+string(form))
		}
		switch {
		case p.Of != "":
			who = append(who, p.Of)
		case len(p.Treatments) > 0:
			who = append(who, "prestazioni odontoiatriche "+strings.Join(p.Treatments, ", "))
		case len(p.Kinds) > 0:
			who = append(who, kindList(p.Kinds))
		}
		text := p.Asks
		if p.Count > 1 {
			text += fmt.Sprintf(" (%d documenti)", p.Count)
		}
		if p.Months > 0 {
			text += fmt.Sprintf(", al massimo %s prima della fattura", months(p.Months))
		}
		if y := p.Yearly; y != nil {
			text += fmt.Sprintf(", anche quando %s di un anno sono più di %d", y.Of, y.Free)
		}
		if len(p.Instead) > 0 {
			text += ", oppure fotografie con " + p.WithAsks
		}
		d.item("%s: %s (%s)", strings.Join(who, ", "), text, cite(p.Article))
	}
}

func (d *describer) dental(r *RuleSet) {
	rule := r.Dental
	if rule == nil {
		return
	}
	places := map[string][]string{}
	for _, code := range slices.Sorted(maps.Keys(rule.Treatments)) {
		t := rule.Treatments[code]
		place := map[string]string{byTooth: "con l'elemento dentario", byArch: "con l'arcata o l'emiarcata"}[t.Where]
		if len(t.Teeth) > 0 {
			place += ", posizioni " + numbers(t.Teeth)
		}
		if t.Young {
			place = fmt.Sprintf("fino a %d anni di età (come l'ortodonzia)", rule.Oldest)
		}
		if place == "" {
			place = "senza elemento né arcata"
		}
		places[place] = append(places[place], code)
	}
	d.title("Prestazioni odontoiatriche (%s)", cite(rule.Article))
	for _, place := range slices.Sorted(maps.Keys(places)) {
		d.item("%s: %s", place, strings.Join(places[place], ", "))
	}
}

func (d *describer) law(l *law) {
	d.title("Per legge")
	for _, s := range l.StampDuty {
		d.item("marca da bollo di %s sulle fatture esenti oltre %s, dal %s (DPR 642/72)", euro(claim.MustMoney(s.Amount)), euro(claim.MustMoney(s.Over)), claim.MustDate(s.From).Italian())
	}
	holidays := make([]string, 0, len(l.Holidays))
	for _, h := range l.Holidays {
		name := h.Name
		if h.From > 0 {
			name += fmt.Sprintf(" (dal %d)", h.From)
		}
		holidays = append(holidays, name)
	}
	d.item("un termine che finisce di domenica o in un giorno festivo passa al primo giorno lavorativo: %s", strings.Join(holidays, ", "))
}

func names(fields []FormField) string {
	list := make([]string, 0, len(fields))
	for _, f := range fields {
		list = append(list, f.Name)
	}
	return strings.Join(list, ", ")
}

func kindList(kinds []claim.Kind) string {
	list := make([]string, 0, len(kinds))
	for _, kind := range kinds {
		list = append(list, kindNames[kind])
	}
	return strings.Join(list, ", ")
}

func ofKinds(kinds []claim.Kind) string {
	if len(kinds) == 0 {
		return ""
	}
	return ", tra le " + kindList(kinds)
}

// RuleSets lists the sets that are known, the oldest first.
func RuleSets() []*RuleSet { return slices.Clone(books().sets) }
