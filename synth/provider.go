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
)

// provider is an issuer of invoices.
type provider struct {
	trade trade
	// Name is the heading of the paper, Subtitle what stands under it.
	Name, Subtitle string
	// Person is the professional; nil for a company.
	Person *person
	VAT    string
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
	form := pick(d, "S.r.l.", "Srl", "S.R.L.", "S.p.A.", "S.a.s.", "Soc. Coop. Sociale")
	brand := pick(d, pick(d, saints...), pick(d, brands...), pick(d, brands...))
	switch p.trade {
	case clinic:
		p.Name = pick(d, "Poliambulatorio ", "Centro Medico ", "Poliambulatorio Specialistico ", "Studi Medici ", "Ambulatori ") + brand + " " + form
		p.Subtitle = pick(d, "Poliambulatorio specialistico", "Medicina specialistica e diagnostica", "Direttore sanitario: Dott. "+pick(d, surnames...), "")
	case hospital:
		p.Name = pick(d, "Casa di Cura ", "Istituto Clinico ", "Ospedale ", "Clinica ") + brand + " " + pick(d, "S.p.A.", "S.r.l.", "SpA")
		p.Subtitle = pick(d, "Casa di cura privata accreditata con il S.S.N.", "Istituto di ricovero e cura", "Presidio sanitario polispecialistico")
	case diagnostics:
		p.Name = pick(d, "Centro Diagnostico ", "Radiologia ", "Diagnostica per Immagini ", "Istituto Radiologico ") + brand + " " + form
		p.Subtitle = pick(d, "Risonanza magnetica - TAC - Ecografia - Radiologia digitale", "Diagnostica per immagini", "")
	case optician:
		p.Name = pick(d, "Ottica ", "Centro Ottico ", "Foto Ottica ") + pick(d, brand, pick(d, surnames...)) + " " + pick(d, "S.n.c.", "Srl", "di "+pick(d, surnames...)+" "+pick(d, menNames...)+" & C. s.n.c.")
		p.Subtitle = pick(d, "Ottici optometristi dal 1974", "Contattologia - Optometria", "")
	case publicHealth:
		p.Name = pick(d, "Azienda USL "+p.Address.Town.name, "ASST "+brand, "A.S.L. "+p.Address.Town.name+" "+fmt.Sprint(d.whole(1, 5)), "Azienda Ospedaliera "+pick(d, saints...),
			"Azienda Sanitaria Locale di "+p.Address.Town.name)
		p.Subtitle = pick(d, "Servizio Sanitario Regionale", "Servizio Sanitario Nazionale - Regione", "Ufficio Cassa - C.U.P.")
	}
	p.Register = fmt.Sprintf("REA %s-%d", p.Address.Town.province, d.whole(100000, 2100000))
}

// claimIssuer is the issuer as the paper names it. The tax code of a company is its VAT number and often
// printed with it under one label, so the truth says nothing of it (see truthOf).
func (p provider) claimIssuer() claim.Issuer {
	out := claim.Issuer{Name: claim.Text(p.Name), VATNumber: claim.Text(p.VAT), Country: "IT"}
	if p.Person != nil {
		out.TaxCode = claim.Text(p.Person.TaxCode)
	}
	return out
}

// short is the name as a member copies it into a row of the form: legal form and titles dropped.
func (p provider) short(d dice) string {
	s := p.Name
	for _, tail := range []string{" S.r.l.", " Srl", " S.R.L.", " S.p.A.", " SpA", " S.a.s.", " Soc. Coop. Sociale", " S.n.c."} {
		s = strings.TrimSuffix(s, tail)
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
