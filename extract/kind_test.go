package extract

import (
	"strings"
	"testing"

	"pratica/claim"
)

// everydayPapers are short versions of papers as hospitals, doctors and members write them, by kind. A bar parts
// lines, two spaces part cells.
var everydayPapers = []struct {
	name string
	kind claim.DocumentKind
	text string
}{
	{"the electronic prescription's reminder", claim.Prescription, "SERVIZIO SANITARIO NAZIONALE|RICETTA ELETTRONICA - PROMEMORIA PER L'ASSISTITO  REGIONE LAZIO|1200A 4012345678|COGNOME E NOME: FERRARI ELENA|ESENZIONE: NON ESENTE  PRIORITÀ: D|PRESCRIZIONE  QTA|89.7 - PRIMA VISITA CARDIOLOGICA  1|QUESITO DIAGNOSTICO: cardiopalmo|CODICE AUTENTICAZIONE: 0203 2026 1145"},
	{"a white prescription", claim.Prescription, "Dott. Mario Galli|Medico Chirurgo|Spec. in Ortopedia|Firenze, 3/2/2026|Sig.ra Anna Conti|Si prescrive:|Ciclo di 10 sedute di fisioterapia|per cervicalgia cronica"},
	{"a white prescription in a hand", claim.Prescription, "Dott.ssa Ada Lodi|Medico di Medicina Generale|Via Pascoli, 1 - 70022 Altamura (BA)  Tel. 080 1234567|19/3/2026|Graziela Guidi|Si consiglia:|RX torace 2 proiezioni"},
	{"a white prescription in a hand read badly", claim.Prescription, "Dott. Elio Bassi|Medico Chirurgo|Via dei Mille n. 7 - 05100 Terni|IMAL40K5|Cachn Angelini|di richiede:|magia in nument|A LETI"},
	{"an R over p", claim.Prescription, "Dr.ssa Paola Riva|Pediatra|Rp/|Amoxicillina sospensione|1 fl|S. 5 ml ogni 8 ore per 7 giorni|volte al giorno 3"},
	{"a physician's letterhead over a hand that could not be read", claim.Prescription, "Dott.ssa Maria Teresa Diana|Medico Chirurgo - Specialista in Oculistica|Via G. Pascoli, 66 - 90143 Palermo (PA)|C.F. DNIMTR65T62F158A - Tel. 3288535439"},
	{"an oculist's lenses", claim.Prescription, "Studio Oculistico Dott. Neri|Prescrizione occhiali|Sig. Ugo Rossi|Occhio  Sfera  Cilindro  Asse|OD  -2,25  -0,50  180|OS  -2,00  -0,75  175|DP 62  lenti da vista per lontano"},
	{"a general practitioner's request", claim.Prescription, "Dott. Luigi Serra - Medico di Medicina Generale|Richiesta visita specialistica|Paziente: Bruno Melis|Si richiede: visita ortopedica|Sospetto diagnostico: lesione menisco"},
	{"a prescription with the ticket's exemption", claim.Prescription, "IMPEGNATIVA|Numero ricetta 0300A 4101234567|Assistito: Greco Paolo|Codice esenzione: E01  Ticket: esente|Prestazione: RM ginocchio destro|Medico prescrittore: Dott. Villa"},
	{"a hearing aid", claim.Prescription, "ASL Roma 2 - U.O. Otorinolaringoiatria|Prescrizione di ausilio protesico|Si prescrive al sig. Testa Gino apparecchio acustico|Diagnosi: ipoacusia neurosensoriale bilaterale"},
	{"a German prescription", claim.Prescription, "Praxis Dr. med. Huber|Verordnung|Name: Anna Pichler|6x Krankengymnastik|Diagnose: HWS-Syndrom"},

	{"a discharge letter", claim.DischargeLetter, "ASST Santi Paolo e Carlo|S.C. Chirurgia Generale|LETTERA DI DIMISSIONE|Egregio Collega,|si dimette in data odierna la Sig.ra Rosa Villa, ricoverata dal 3/2/2026 per colelitiasi.|Decorso post operatorio regolare.|Terapia domiciliare: paracetamolo al bisogno"},
	{"a report on a stay", claim.DischargeLetter, "Ospedale Maggiore|Relazione clinica di dimissione|Motivo del ricovero: ernia inguinale|Intervento eseguito: ernioplastica|Diagnosi alla dimissione: ernia inguinale destra|Si consiglia controllo ambulatoriale tra 7 giorni"},
	{"to the family doctor", claim.DischargeLetter, "Clinica Villa Serena|Lettera al medico curante|Gentile Collega, il paziente è stato ricoverato presso il nostro reparto|Viene dimesso in buone condizioni|controllo tra un mese"},
	{"from abroad", claim.DischargeLetter, "St Mary's Hospital|Discharge Summary|Patient: John Smith|Date of discharge: 12 March 2026|The patient was admitted with acute appendicitis"},
	{"of a day surgery", claim.DischargeLetter, "Day Surgery Multidisciplinare|SCHEDA DI DIMISSIONE|Paziente: Costa Elio|Intervento: asportazione neoformazione|Dimesso in data 4.3.2026|Rimozione punti tra 10 giorni"},

	{"a clinical record", claim.MedicalRecord, "Policlinico San Matteo|CARTELLA CLINICA N. 2026/004512|Reparto: Ortopedia  Regime di ricovero: ordinario|Diagnosi di ingresso: coxartrosi|Anamnesi familiare: negativa|Esame obiettivo: dolore alla mobilizzazione"},
	{"its diary", claim.MedicalRecord, "Diario clinico|04/02 ore 8.30 paziente apiretico, PA 120/80|05/02 ore 9.00 medicazione, parametri vitali nella norma|06/02 mobilizzato"},
	{"an operation's record", claim.MedicalRecord, "VERBALE OPERATORIO|Primo operatore: Dott. Sala  Anestesista: Dott. Re|Anestesia: spinale  Inizio intervento: ore 8:45|Si esegue artroscopia del ginocchio destro"},
	{"an anamnesis", claim.MedicalRecord, "Scheda di accettazione|N. nosologico 26001234|Anamnesi patologica remota: appendicectomia|Anamnesi patologica prossima: dolore toracico|Copia conforme all'originale"},
	{"a report of an examination", claim.MedicalRecord, "Centro Diagnostico Alfa|REFERTO|Esame: RM rachide lombosacrale|Esame obiettivo e anamnesi: lombalgia|Si apprezza protrusione discale L4-L5"},

	{"a certificate of a stay", claim.HospitalCertificate, "Azienda Ospedaliera di Padova|CERTIFICATO DI RICOVERO|Si certifica che il Sig. Luca Moro è stato ricoverato presso questo ospedale dal 1/2 al 6/2/2026.|Si rilascia in carta libera per gli usi consentiti"},
	{"sessions of chemotherapy", claim.HospitalCertificate, "Istituto Oncologico Veneto|Si attesta che la Sig.ra Maria Zen ha effettuato chemioterapia in regime di day hospital|nei seguenti giorni:|3/2/2026  10/2/2026  17/2/2026"},
	{"an attestation of presence", claim.HospitalCertificate, "Ospedale San Giovanni|ATTESTAZIONE DI PRESENZA|Si attesta che il signor Bianchi si è presentato presso il nostro ambulatorio|Si rilascia su richiesta dell'interessato"},
	{"radiotherapy", claim.HospitalCertificate, "U.O. Radioterapia|Dichiarazione di terapia radiante|Si dichiara che la paziente è stata sottoposta a radioterapia nelle seguenti date|12/1 13/1 14/1 15/1"},
	{"a certificate in English", claim.HospitalCertificate, "University Hospital|Medical Certificate|This is to certify that Mrs Rossi was treated in our department"},

	{"a laboratory's declaration", claim.LabCertificate, "Laboratorio Odontotecnico Dentalart|DICHIARAZIONE DI CONFORMITÀ|Dispositivo medico su misura ai sensi del Regolamento (UE) 2017/745, allegato XIII|Corona in zirconia, elemento 36|Materiali impiegati: zirconia lotto 55231|Prescrizione n. 12 del Dott. Verdi"},
	{"a guarantee of a prosthesis", claim.LabCertificate, "Odontotecnica Rossi snc|Certificato di garanzia|Protesi scheletrata superiore|Fabbricante del dispositivo su misura|D.Lgs. 46/97|colore A2"},
	{"the older directive", claim.LabCertificate, "Dichiarazione del fabbricante|ai sensi della direttiva 93/42/CEE|requisiti essenziali di sicurezza|ponte in metallo ceramica|Laboratorio odontotecnico Bassi"},

	{"no X-ray was taken", claim.DentistStatement, "Studio Dentistico Dott. Marco Leoni|DICHIARAZIONE|Il sottoscritto dott. Marco Leoni, odontoiatra, dichiara che non è stato possibile eseguire radiografie|a causa dello stato di gravidanza della paziente.|Si allegano fotografie intraorali"},
	{"photos in place of X-rays", claim.DentistStatement, "Dott.ssa Irene Poli - Odontoiatra|Si dichiara che in luogo delle radiografie endorali|sono state eseguite foto intraorali prima e dopo l'inserimento dell'impianto in zona 46"},
	{"a reason", claim.DentistStatement, "Dichiarazione del dentista|La radiografia endorale di controllo non è stata eseguita per il forte riflesso del vomito del paziente|implantologia elemento 14"},

	{"a care worker's qualification", claim.QualificationCertificate, "REGIONE PIEMONTE|ATTESTATO DI QUALIFICA PROFESSIONALE|Operatore Socio Sanitario|conferito a Pop Elena|che ha superato l'esame finale|corso della durata di 1000 ore"},
	{"enrolled in a register", claim.QualificationCertificate, "Ordine delle professioni infermieristiche|Certificato di iscrizione|Si certifica che la dott.ssa Lai è iscritta all'albo degli infermieri al n. 4512|abilitata alla professione"},
	{"a home assistant", claim.QualificationCertificate, "Provincia autonoma di Trento - Formazione professionale|Attestato di formazione|Assistente familiare|ha frequentato il corso di 300 ore e tirocinio"},

	{"a sworn translation", claim.Translation, "TRADUZIONE GIURATA|dalla lingua tedesca|Fattura dello Studio medico Huber, Vienna|Il sottoscritto traduttore dichiara di aver bene e fedelmente tradotto il testo"},
	{"an asseveration", claim.Translation, "Tribunale di Bolzano|Verbale di asseverazione di traduzione|La traduttrice giura di aver bene e fedelmente adempiuto alle funzioni|al solo scopo di far conoscere la verità"},
	{"a plain translation", claim.Translation, "Traduzione dall'inglese|Certificato medico|Si certifica che il signor Rossi è stato visitato"},

	{"a health card", claim.HealthCard, "TESSERA SANITARIA  REPUBBLICA ITALIANA|Codice Fiscale  RSSMRA80A01H501U|Cognome  ROSSI|Nome  MARIA|Data di scadenza  12/03/2029"},
	{"its back", claim.HealthCard, "TESSERA EUROPEA DI ASSICURAZIONE MALATTIA|3 Cognome ROSSI|6 Numero identificativo personale RSSMRA80A01H501U|7 Numero di identificazione dell'istituzione 500001 - SSN-MIN SALUTE|8038 0000 1234 5678 9012"},

	{"an identity card", claim.IdentityPaper, "REPUBBLICA ITALIANA|MINISTERO DELL'INTERNO|CARTA DI IDENTITÀ / IDENTITY CARD|COGNOME / SURNAME ROSSI|CITTADINANZA / NATIONALITY ITA"},
	{"its back", claim.IdentityPaper, "INDIRIZZO DI RESIDENZA / RESIDENCE|VIA ROMA 12 TORINO|C<ITACA12345AB<<<<<<<<<<<<<<<<|8001014M2903129ITA<<<<<<<<<<<8"},
	{"a driving licence", claim.IdentityPaper, "PATENTE DI GUIDA  REPUBBLICA ITALIANA|1. ROSSI|2. MARIO|3. 01/01/80 ROMA|4c. MIT-UCB"},
	{"a paper card", claim.IdentityPaper, "COMUNE DI LUCCA|CARTA D'IDENTITÀ N. AX 1234567|Cittadinanza italiana|Statura 1,72  Capelli castani|Segni particolari nessuno|Firma del titolare"},

	{"a letter to the fund", claim.Letter, "Mario Rossi|Via Verdi 3|20100 Milano|Spett.le Fondo FASCHIM|Oggetto: richiesta di rimborso|Con la presente trasmetto la documentazione relativa alle spese sostenute.|Distinti saluti"},
	{"a letter that lists papers", claim.Letter, "Gentili signori,|in allegato invio la fattura n. 12 e la ricetta del medico.|Resto in attesa di un vostro riscontro|Cordiali saluti|Anna Bruni"},
	{"a letter about a missing paper", claim.Letter, "Alla cortese attenzione ufficio rimborsi|OGGETTO: pratica n. 2026-000123 - integrazione|Come da Vostra richiesta allego alla presente il certificato medico.|Porgo distinti saluti"},

	{"a notice on data", claim.Other, "INFORMATIVA SUL TRATTAMENTO DEI DATI PERSONALI|ai sensi del Regolamento (UE) 2016/679|Il titolare del trattamento è la Casa di Cura"},
	{"how to prepare", claim.Other, "Preparazione alla colonscopia|Assumere il preparato la sera prima|Presentarsi a digiuno e portare con sé gli esami precedenti"},
	{"an appointment", claim.Other, "CUP Metropolitano|Promemoria prenotazione|Presentarsi il 12/05/2026 alle ore 10:40|In caso di disdetta telefonare al numero verde"},
	{"a crossword", claim.Other, "Orizzontali|1. Capitale della Francia|5. Il contrario di sotto"},
}

func everydayPage(text string) InvoicePage { return page(strings.Split(text, "|")...) }

func TestEverydayPapersAreToldByTheirWords(t *testing.T) {
	for _, c := range everydayPapers {
		t.Run(string(c.kind)+": "+c.name, func(t *testing.T) {
			got := ClassifyPage(everydayPage(c.text), Look{Width: 210, Height: 297})
			if got.Kind != c.kind || got.Expense || got.Confidence > surest {
				t.Errorf("%s with %.2f, expense %v", got.Kind, got.Confidence, got.Expense)
			}
		})
	}
}

func TestASpecialistsAdviceIsNoPrescription(t *testing.T) {
	for name, text := range map[string]string{
		"a specialist's letter to a colleague":   "Dott. Aldo Neri|Medico Chirurgo - Specialista in Ortopedia|Gentile collega,|ho visitato il sig. Luca Rossi.|Anamnesi: lombalgia da tre mesi|Esame obiettivo: Lasègue negativo|Conclusioni: lombalgia meccanica|Si consiglia: riposo",
		"a specialist's letter without headings": "Dott. Aldo Neri|Medico Chirurgo - Specialista in Ortopedia|Gentile collega,|ho visitato il sig. Luca Rossi per lombalgia.|Si consiglia: riposo",
		"a specialist's report without a title":  "Dott. Aldo Neri|Medico Chirurgo - Specialista in Ortopedia|Sig. Luca Rossi|Diagnosi: lombalgia meccanica|Conclusioni: quadro stabile|Si consiglia: riposo",
		"a doctor's letterhead":                  "Dott. Aldo Neri|Medico Chirurgo - Specialista in Ortopedia|Milano, 3/3/2026|Sig. Luca Rossi|lombalgia meccanica",
	} {
		if got := ClassifyPage(everydayPage(text), Look{Width: 210, Height: 297}); got.Kind == claim.Prescription {
			t.Errorf("%s: %s with %.2f", name, got.Kind, got.Confidence)
		}
	}
}

func TestWideLettersAreATitle(t *testing.T) {
	if got := ClassifyPage(everydayPage("C A R T E L L A  C L I N I C A|Ospedale di Lodi"), Look{}); got.Kind != claim.MedicalRecord {
		t.Errorf("%s with %.2f", got.Kind, got.Confidence)
	}
}

func TestAnExpenseStaysOneWhateverElseItSays(t *testing.T) {
	for name, text := range map[string]string{
		"a prescription is named":        "Studio Fisio Srl  P.IVA 01234560157|FATTURA n. 12 del 3/3/2026|Prescrizione del medico curante del 2/2/2026|Ciclo di 10 sedute di fisioterapia  300,00|Totale fattura  300,00",
		"a letter's words":               "Dott. Carlo Neri  P.IVA 01234560157|Spett.le Rossi Mario|Oggetto: parcella per prestazioni odontoiatriche|Visita  80,00|Totale  80,00|Cordiali saluti",
		"a certificate is what is paid":  "Casa di Cura San Luca  P.IVA 01234560157|RICEVUTA 45 del 3/3/2026|Certificato medico  50,00|Totale da pagare  50,00",
		"a laboratory's conformity":      "Studio Dentistico Alfa P.IVA 01234560157|Fattura 77 del 3/3/2026|Corona in zirconia, dichiarazione di conformità allegata  600,00|Totale  600,00",
		"a title half read by needles":   "LABORATORIO ANALISI GRMMA S.R.L, STP|FATTURE NR, 2026-733, 15-01-2025|PRESTAZIONE  Q.TA  EURO|PAP TEST  1  35,00|TOTAL IMPOMIBILE  35,00|PRESTAZIONE ESENTE IVA ART. 10 N. 18 D.P.R. 633/72",
		"no title, a stamp on its total": "Studio Radiologico Galeno Srl P.IVA 01234560157|N° DOCUMENTO  DATA|2026/1083  11.04.2026|TAC torace  215,00|Imponibile  215,00|Rimborso bollo  2,00|l&neerRME  217,00|Prestazioni sanitarie esenti ai fini I.V.A. - Art.10, punto 18 DPR 633/72",
		"the notice on data at its foot": "Farmacia Centrale  P.IVA 01234560157|Documento commerciale|di vendita o prestazione|TACHIPIRINA  5,20|Totale  5,20|Informativa sul trattamento dei dati personali",
	} {
		t.Run(name, func(t *testing.T) {
			if got := ClassifyPage(everydayPage(text), Look{Width: 210, Height: 297}); !got.Expense {
				t.Errorf("%s with %.2f", got.Kind, got.Confidence)
			}
		})
	}
}

func TestALetterWithASumIsNoExpense(t *testing.T) {
	for name, text := range map[string]string{
		"a reminder of the fund": "Fondo sanitario  C.F. 97120580157|Gentile signora|la informiamo che il contributo annuo di 500,00 è stato versato|Cordiali saluti",
		"a bank's advice":        "Banca del Nord  P.IVA 01234560157|Ordine di bonifico|Importo  215,00|Beneficiario Rossi Mario",
	} {
		if got := ClassifyPage(everydayPage(text), Look{Width: 210, Height: 297}); got.Expense {
			t.Errorf("%s: %s with %.2f", name, got.Kind, got.Confidence)
		}
	}
}

func TestATranslatedInvoiceIsNoSecondExpense(t *testing.T) {
	got := ClassifyPage(everydayPage("TRADUZIONE GIURATA|Fattura n. 12 del 3/3/2026|Visita  80,00|Totale  80,00|Il sottoscritto traduttore ha bene e fedelmente tradotto dal tedesco"), Look{})
	if got.Kind != claim.Translation || got.Expense {
		t.Errorf("%s with %.2f", got.Kind, got.Confidence)
	}
}

func TestPagesWithFewWordsAreToldByTheirPicture(t *testing.T) {
	address := []string{"Mitt. Mario Rossi", "Via Verdi 3", "20100 Milano", "Spett.le FASCHIM", "Via Fiume Bianco 56", "00144 ROMA"}
	xray := Look{Width: 210, Height: 297, Pictured: 0.2, Mean: 0.3, Light: 0.01, Mid: 0.7, Rough: 0.1, Rim: 0.1, Spread: 0.15}
	photo := Look{Width: 210, Height: 297, Pictured: 0.3, Colour: 0.8, Mean: 0.52, Light: 0.1, Mid: 0.9, Rough: 0.05, Spread: 0.16}
	for _, c := range []struct {
		name  string
		lines []string
		look  Look
		want  claim.DocumentKind
	}{
		{"an X-ray on white paper", nil, xray, claim.Xray},
		{"an X-ray with the patient's name", []string{"ROSSI MARIO 12/03/2026"}, xray, claim.Xray},
		{"a photo in colour", nil, photo, claim.Photo},
		{"an envelope of size C5", address, Look{Width: 229, Height: 162}, claim.Envelope},
		{"an envelope on a sheet of A4", address, Look{Width: 210, Height: 297}, claim.Envelope},
		{"the back of an envelope", nil, Look{Width: 220, Height: 110, Ink: 0.5}, claim.Envelope},
		{"dust", nil, Look{Width: 210, Height: 297, Ink: 0.3}, claim.Blank},
		{"a page's number", []string{"- 2 -"}, Look{Width: 210, Height: 297, Ink: 0.3}, claim.Blank},
		{"left empty on purpose", []string{"Pagina lasciata intenzionalmente bianca"}, Look{Width: 210, Height: 297, Ink: 1}, claim.Blank},
		{"scribble", nil, Look{Width: 210, Height: 297, Ink: 30}, claim.Other},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := ClassifyPage(page(c.lines...), c.look); got.Kind != c.want {
				t.Errorf("%s with %.2f", got.Kind, got.Confidence)
			}
		})
	}
}
