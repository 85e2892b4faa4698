package validate

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"pratica/claim"
)

// ScoreRule says who cannot look after himself any more (Reg. 15.6 with table B, whose printed scores 50 and 55 are 0 and 5:
// the maximum is 60).
type ScoreRule struct {
	Article claim.Text `yaml:"article"`
	// Scores are what one section may be worth.
	Scores []int `yaml:"scores"`
	// Sections is in how many of the six there must be more than nothing, Total what they come to at least.
	Sections int `yaml:"sections"`
	Total    int `yaml:"total"`
	// Months is how long a patient must be enrolled, unless an accident is the cause.
	Months int `yaml:"enrolled_months"`
}

func (r *ScoreRule) check() error {
	if r != nil && (r.Article == "" || len(r.Scores) == 0 || r.Sections < 1 || r.Sections > len(sections) || r.Total < 1) {
		return errors.New("dependency: an article, scores, sections of 1 to 6 and a total are needed")
	}
	return nil
}

// sections are the six of NA1.
var sections = []string{"bathing", "dressing", "hygiene", "mobility", "continence", "eating"}

// dependency holds the six crosses of NA1 against the rule and against the total that somebody wrote.
func (k *check) dependency() {
	rule := k.set.Dependency
	worth := k.rule("dependency.scores", whole, "/dependency/total")
	if k.c.Dependency == nil || rule == nil {
		worth.skip("non si chiede un sussidio per la non autosufficienza")
		return
	}
	worth.called(rule.Article, func() string { return "Punteggi del modulo NA1" })
	var pointers []string
	sum, above, unknown := 0, 0, 0
	for _, section := range sections {
		pointer := "/dependency/scores/" + section
		pointers = append(pointers, pointer)
		k.looks(pointer)
		score, err := strconv.Atoi(k.value(pointer))
		switch {
		case err != nil:
			unknown++
		case !slices.Contains(rule.Scores, score):
			k.add(claim.NewFinding("dependency.score_inconsistent", pointer,
				fmt.Sprintf("Il punteggio %d non è tra quelli previsti (%s; %s).", score, numbers(rule.Scores), cite(rule.Article))).With("score", score).Under(rule.Article))
			unknown++
		case score > 0:
			sum, above = sum+score, above+1
		}
	}
	if unknown > 0 {
		worth.lack("un punteggio non è stato letto o non vale")
	}
	var doubts []string
	if total := k.c.Dependency.Total; unknown == 0 && total != nil && *total != sum {
		if !k.legible("/dependency/total") || !k.legible(pointers...) {
			doubts = append(doubts, "/dependency/total")
		} else {
			k.add(claim.NewFinding("dependency.score_inconsistent", "/dependency/total",
				fmt.Sprintf("I sei punteggi sommano a %d, ma il totale scritto è %d (%s).", sum, *total, cite(rule.Article))).
				With("sum", sum).With("total", *total).Under(rule.Article))
			doubts = append(doubts, "/dependency/total")
		}
	}
	eligible := k.rule("dependency.eligible", whole, pointers...)
	eligible.called(rule.Article, func() string { return "Non autosufficienza: punteggio minimo" })
	eligible.by(func() string { return rule.inWords(above, sum, unknown) })
	if best := slices.Max(rule.Scores); above+unknown >= rule.Sections && sum+best*unknown >= rule.Total {
		return
	}
	if !k.legible(pointers...) && unknown > 0 {
		eligible.lack("un punteggio non è stato letto con sicurezza")
		return
	}
	k.add(claim.NewFinding("dependency.score_not_eligible", "/dependency/scores",
		fmt.Sprintf("Le azioni per cui serve assistenza sono %d e i punti %d: ne servono almeno %d e %d (%s).", above, sum, rule.Sections, rule.Total, cite(rule.Article))).
		With("sections", above).With("total", sum).Under(rule.Article), append(doubts, k.doubts(pointers...)...)...)
}

const illnessPointer = "/serious_illness/illness"

// illness asks for exactly one illness on GM01, of those of the rule set (Reg. 15.7).
func (k *check) illness() {
	const pointer = illnessPointer
	one := k.rule("illness.one", whole, pointer)
	if k.c.Form != claim.GM01 || k.c.SeriousIllness == nil {
		one.skip("non si chiede l'attivazione per una grave malattia")
		return
	}
	if code := claim.Text(k.value(pointer)); code != "" {
		if _, ok := k.set.Illnesses[code]; !ok && len(k.set.Illnesses) > 0 && k.legible(pointer) {
			k.add(claim.NewFinding("illness.none_or_many_marked", pointer, fmt.Sprintf("La malattia indicata, «%s», non è tra quelle previste (%s).",
				k.illnessName(code), k.cited("illness.none_or_many_marked"))).With("illness", string(code)))
		}
		return
	}
	crossed := string(k.c.Provenance[pointer].Text)
	message := "Sul modulo GM01 non è segnata nessuna malattia: ne va indicata una (%s)."
	switch {
	case strings.Contains(crossed, ", "):
		message = "Sul modulo GM01 sono segnate più malattie: ne va indicata una sola (%s)."
	case k.look(pointer) == unread:
		k.unreadable(pointer, "quale malattia è segnata sul modulo GM01")
		return
	}
	k.add(claim.NewFinding("illness.none_or_many_marked", pointer, fmt.Sprintf(message, k.cited("illness.none_or_many_marked"))).With("marked", crossed))
}

// illnessName is an illness in words, as the rule set has them.
func (k *check) illnessName(code claim.Text) string {
	return cmp.Or(k.set.Illnesses[code], claim.IllnessItalian(code))
}

// numbers is "0, 5 o 10".
func numbers(list []int) string {
	words := make([]string, len(list))
	for i, n := range list {
		words[i] = strconv.Itoa(n)
	}
	return oneOf(words)
}

// oneOf is "a, b o c".
func oneOf(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " o " + words[len(words)-1]
}
