package synth

import (
	"fmt"
	"strings"

	"pratica/claim"
)

// trade is what a provider does; it decides services, layouts and the words on the paper.
type trade int

const (
	clinic trade = iota
	specialist
	physiotherapist
	psychologist
	dentist
	optician
	hospital
	diagnostics
	publicHealth // ASL: co-payment receipts
	laboratory
	pharmacy
)

// provider is an issuer of invoices.
type provider struct {
	trade trade
	// Name is the heading of the paper, Subtitle what stands under it.
	Name, Subtitle string
	// Person is the professional; nil for a company.
	Person *person
	// VAT is the partita IVA; of an issuer abroad (Country is not empty) that country's tax number, which TaxLabel names.
	VAT, TaxLabel, Country string
	// Register is the professional's enrolment or the company's REA number.
	Register string
	// FlatRate is the regime forfettario: no VAT is charged.
	FlatRate bool
	Address  address
	// Landline, Mail, PEC and Bank (an IBAN of the provider's) are there to be confused with the member's.
	Landline, Mail, PEC, Bank string
}

func someProvider(d dice, t trade) provider {
	p := provider{trade: t, VAT: vatNumber(d), Address: someAddress(d), Bank: iban(d)}
	p.Landline = p.Address.Town.phone + pick(d, " ", "/", "-", ".") + d.digits(7)
	switch t {
	case specialist, physiotherapist, psychologist, dentist:
		p.professional(d)
	default:
		p.company(d)
	}
	host := mailbox(lastWord(p.Name))
	p.Mail = pick(d, "info", "segreteria", "amministrazione", "studio") + "@" + host + pick(d, ".it", ".it", ".com", "-salute.it")
	p.PEC = host + pick(d, "@pec.it", "@legalmail.it", "@arubapec.it", "@pec.omceo.it")
	return p
}

func (p *provider) professional(d dice) {
	who := somePerson(d, 1950, 1993)
	who.Address = p.Address
	p.Person = &who
	p.FlatRate = d.chance(0.3)
	name := who.Name + " " + who.Surname
	if d.chance(0.25) {
		name = who.Surname + " " + who.Name
	}
	number := fmt.Sprint(d.whole(1200, 38000))
	province := p.Address.Town.province
	doctor := pick(d, "Dott.", "Dr.", "Dott.", "Prof.", "Prof. Dott.")
	if who.Woman {
		doctor = pick(d, "Dott.ssa", "Dr.ssa", "Dott.ssa", "Prof.ssa")
	}
	switch p.trade {
	case specialist:
		p.Name = doctor + " " + name
		p.Subtitle = "Medico Chirurgo - " + pick(d, "Specialista in Ortopedia e Traumatologia", "Specialista in Cardiologia",
			"Specialista in Dermatologia", "Specialista in Oculistica", "Specialista in Ginecologia e Ostetricia", "Specialista in Otorinolaringoiatria",
			"Specialista in Neurologia", "Specialista in Endocrinologia")
		p.Register = "Iscr. Ordine dei Medici di " + province + " n. " + number
	case physiotherapist:
		p.Name = pick(d, "Studio di Fisioterapia "+who.Surname, "Dott. FT "+name, name+" Fisioterapista", "FisioStudio "+who.Surname)
		p.Subtitle = pick(d, "Fisioterapista - Terapia manuale e riabilitazione", "Dottore in Fisioterapia", "Riabilitazione ortopedica e neurologica")
		p.Register = "Albo Fisioterapisti " + province + " n. " + number
	case psychologist:
		p.Name = pick(d, "Dott.", "Dr.") + " " + name
		if who.Woman {
			p.Name = pick(d, "Dott.ssa", "Dr.ssa") + " " + name
		}
		p.Subtitle = pick(d, "Psicologa - Psicoterapeuta", "Psicologo Psicoterapeuta", "Psicologia clinica e psicoterapia")
		if !who.Woman {
			p.Subtitle = strings.Replace(p.Subtitle, "Psicologa", "Psicologo", 1)
		}
		p.Register = "Iscr. Albo Psicologi " + pick(d, "Lombardia", "Lazio", "Piemonte", "Veneto", "Toscana") + " n. " + number
		p.FlatRate = d.chance(0.8)
	case dentist:
		p.Name = pick(d, "Studio Dentistico "+who.Surname, "Studio Odontoiatrico "+doctor+" "+name, doctor+" "+name, "Studio Dentistico Dr. "+who.Surname)
		p.Subtitle = pick(d, "Medico Chirurgo Odontoiatra", "Odontoiatria e Protesi Dentaria", "Specialista in Odontostomatologia")
		p.Register = "Albo Odontoiatri " + province + " n. " + number
	}
}

func (p *provider) company(d dice) {
	form := pick(d, "S.r.l.", "Srl", "S.R.L.", "S.p.A.", "S.a.s.", "Soc. Coop. Sociale", "S.r.l. STP", "s.r.l.", "Soc. Coop. a r.l.", "SRL Unipersonale")
	brand := pick(d, pick(d, saints...), pick(d, brands...), pick(d, brands...))
	director := pick(d, "Direttore sanitario: Dott. ", "Dir. San. Dr. ", "Dir. Sanitario: Dott.ssa ") + pick(d, surnames...)
	switch p.trade {
	case clinic:
		p.Name = pick(d, "Poliambulatorio ", "Centro Medico ", "Poliambulatorio Specialistico ", "Studi Medici ", "Ambulatori ", "Centro Polispecialistico ", "Casa della Salute ", "Medical Center ", "Centro Servizi Sanitari ") + brand + " " + form
		p.Subtitle = pick(d, "Poliambulatorio specialistico", "Medicina specialistica e diagnostica", director, director, "", "Aut. San. n. "+d.digits(4)+"/"+fmt.Sprint(d.whole(1995, 2023)))
	case hospital:
		p.Name = pick(d, "Casa di Cura ", "Istituto Clinico ", "Ospedale ", "Clinica ", "Policlinico ", "IRCCS Istituto ", "Fondazione IRCCS ", "Ospedale Classificato ") + pick(d, brand, brand, pick(d, saints...)) + " " + pick(d, "S.p.A.", "S.r.l.", "SpA", "Fondazione", "- Gruppo Salus SpA")
		p.Subtitle = pick(d, "Casa di cura privata accreditata con il S.S.N.", "Istituto di ricovero e cura", "Presidio sanitario polispecialistico", "Istituto di Ricovero e Cura a Carattere Scientifico", "Attività libero professionale - solventi")
	case diagnostics:
		p.Name = pick(d, "Centro Diagnostico ", "Radiologia ", "Diagnostica per Immagini ", "Istituto Radiologico ", "Studio Radiologico ", "Centro RM ", "Istituto Diagnostico ") + brand + " " + form
		p.Subtitle = pick(d, "Risonanza magnetica - TAC - Ecografia - Radiologia digitale", "Diagnostica per immagini", "", director)
	case laboratory:
		p.Name = pick(d, "Laboratorio Analisi ", "Laboratorio Analisi Cliniche ", "Centro Analisi ", "Bio-Lab ", "Laboratorio di Patologia Clinica ", "Istituto Analisi Mediche ") + brand + " " + form
		p.Subtitle = pick(d, "Analisi cliniche - Microbiologia - Genetica", "Laboratorio convenzionato S.S.N.", director, "Punto prelievi")
	case pharmacy:
		p.Name = pick(d, "Farmacia ", "Antica Farmacia ", "Farmacia Comunale ", "Farmacia Dott. ", "Parafarmacia ") + pick(d, brand, pick(d, surnames...), pick(d, surnames...))
		if d.chance(0.4) {
			p.Name += pick(d, " S.n.c.", " sas", " S.r.l.")
		}
		p.Subtitle = pick(d, "", "Dott. "+pick(d, surnames...)+" "+pick(d, menNames...), "Omeopatia - Cosmesi - Veterinaria")
	case optician:
		p.Name = pick(d, "Ottica ", "Centro Ottico ", "Foto Ottica ", "Istituto Ottico ", "Ottica Optometria ", "Occhialeria ") + pick(d, brand, pick(d, surnames...)) + " " + pick(d, "S.n.c.", "Srl", "sas", "di "+pick(d, surnames...)+" "+pick(d, menNames...)+" & C. s.n.c.")
		p.Subtitle = pick(d, "Ottici optometristi dal 1974", "Contattologia - Optometria", "", "Occhiali da vista e da sole - Lenti a contatto")
	case publicHealth:
		p.health(d)
	}
	if p.trade != publicHealth {
		p.Register = fmt.Sprintf("REA %s-%d", p.Address.Town.province, d.whole(100000, 2100000))
	}
}

// health names an authority or public hospital as its region does.
func (p *provider) health(d dice) {
	t := p.Address.Town
	where := pick(d, t.name, hospitalNames[d.IntN(len(hospitalNames))])
	n := fmt.Sprint(d.whole(1, 9))
	authority := map[string]string{"Lombardia": "ASST " + where, "Veneto": "Azienda ULSS n. " + n + " " + pick(d, "Dolomitica", "Marca", "Serena", "Polesana", "Euganea", "Berica", "Scaligera"),
		"Lazio": "ASL Roma " + fmt.Sprint(d.whole(1, 6)), "Toscana": "Azienda USL Toscana " + pick(d, "Centro", "Nord Ovest", "Sud Est"), "Emilia-Romagna": "Azienda USL di " + t.name,
		"Piemonte": "A.S.L. " + t.province + n, "Campania": "ASL " + t.name + " " + n, "Puglia": "ASL " + t.province, "Liguria": "ASL " + n + " - Sistema Sanitario Regione Liguria",
		"Sicilia": "A.S.P. di " + t.name, "Calabria": "Azienda Sanitaria Provinciale di " + t.name, "Marche": "AST " + t.name, "Umbria": "USL Umbria " + fmt.Sprint(d.whole(1, 2)),
		"Friuli Venezia Giulia": "Azienda Sanitaria Universitaria " + pick(d, "Giuliano Isontina", "Friuli Centrale"), "Trentino-Alto Adige": "Azienda Provinciale per i Servizi Sanitari",
		"Sardegna": "ASL n. " + n + " di " + t.name}[t.region]
	if authority == "" {
		authority = "Azienda Sanitaria Locale di " + t.name
	}
	saint := pick(d, saints...)
	p.Name = pick(d, authority, authority, authority, "Azienda Ospedaliera "+saint, "Azienda Ospedaliero-Universitaria "+where, "A.O.U. "+saint, "IRCCS Ospedale Policlinico "+saint,
		"Fondazione IRCCS "+where, "Ospedale Civile "+saint)
	p.Subtitle = pick(d, "Servizio Sanitario Regionale", "Servizio Sanitario Nazionale - Regione "+t.region, "Ufficio Cassa - C.U.P.", "Regione "+t.region, "Presidio Ospedaliero "+saint, "Sistema Socio Sanitario - Regione "+t.region)
}

// claimIssuer is the issuer as the paper names it. The tax code of a company is its VAT number and often
// printed with it under one label, so the truth says nothing of it (see truthOf).
func (p provider) claimIssuer() claim.Issuer {
	out := claim.Issuer{Name: claim.Text(p.Name), VATNumber: claim.Text(p.VAT), Country: "IT"}
	if p.Country != "" {
		out.Country = claim.Text(p.Country)
	}
	if p.Person != nil {
		out.TaxCode = claim.Text(p.Person.TaxCode)
	}
	return out
}

// short is the name as a member copies it into a row of the form: legal form and titles dropped.
func (p provider) short(d dice) string {
	s := p.Name
	for _, tail := range []string{" S.r.l.", " Srl", " S.R.L.", " S.p.A.", " SpA", " S.a.s.", " Soc. Coop. Sociale", " S.n.c.", " S.r.l. STP", " s.r.l.", " Soc. Coop. a r.l.", " SRL Unipersonale", " sas"} {
		s = strings.TrimSuffix(s, tail)
	}
	if at := strings.Index(s, " di "); at > 12 && len(s) > 40 {
		s = s[:at] // "di Conte Maria & C."
	}
	if d.chance(0.5) {
		s = strings.NewReplacer("Poliambulatorio Specialistico", "Poliamb.", "Poliambulatorio", "Poliamb.", "Centro Diagnostico", "Centro Diagn.",
			"Studio Odontoiatrico", "Studio Odont.", "Diagnostica per Immagini", "Diagnostica", "Azienda Sanitaria Locale di", "ASL").Replace(s)
	}
	return s
}

func lastWord(s string) string {
	words := strings.Fields(s)
	for i := len(words) - 1; i >= 0; i-- {
		if w := mailbox(words[i]); len(w) >= 5 {
			return words[i]
		}
	}
	return "studiomedico"
}
