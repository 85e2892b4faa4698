package synth

import "pratica/claim"

// remedy is what a daily allowance is asked for: stays for nights, operations without one, therapies of tumours.
type remedy struct {
	ward, diagnosis string
	// operation is empty for a stay without one; done and plan are sentences of the letter, plan perhaps about another time.
	operation, done, plan string
	// daily therapies are given on every working day.
	daily bool
	// of is who can have it: grown-ups, "f" women, "m" men, "all" children too.
	of string
}

var wardCures = []remedy{
	{"Ortopedia e Traumatologia", "Coxartrosi destra", "Artroprotesi totale d'anca destra", "L'intervento si è svolto senza incidenti, in anestesia subaracnoidea. Deambulazione con due antibrachiali.", "Rx bacino e visita ortopedica a 40 giorni.", false, ""},
	{"Chirurgia Generale e d'Urgenza", "Ernia inguinale strozzata", "Ernioplastica inguinale sec. Lichtenstein", "Paziente operato in urgenza. Ferita asciutta, alvo aperto.", "Togliere i punti in dodicesima giornata.", false, "m"},
	{"Medicina Generale", "Scompenso cardiaco in cardiopatia ipertensiva", "", "Trattato con diuretici per via endovenosa, calo ponderale di 6 kg e netto miglioramento del respiro.", "Dieta con poco sale, pesarsi ogni mattina.", false, ""},
	{"Pneumologia", "BPCO riacutizzata con insufficienza respiratoria", "", "Ossigenoterapia e ventilazione non invasiva nelle prime 48 ore, poi svezzato.", "Spirometria fra tre mesi.", false, ""},
	{"Chirurgia Senologica", "Carcinoma duttale della mammella sinistra", "Quadrantectomia con biopsia del linfonodo sentinella", "Intervento privo di complicanze, drenaggio rimosso in seconda giornata.", "La paziente sarà valutata dal collega oncologo per l'eventuale chemioterapia adiuvante.", false, "f"},
	{"Gastroenterologia", "Diverticolite acuta del sigma", "", "Digiuno, reidratazione e antibiotici per via venosa con scomparsa del dolore e della febbre.", "Colonscopia a distanza di due mesi.", false, ""},
	{"Pediatria", "Bronchiolite da virus respiratorio sinciziale", "", "Ossigeno ad alti flussi per due giorni, ripresa dei pasti.", "Controllo dal pediatra curante.", false, "all"},
	{"Otorinolaringoiatria", "Ipertrofia adenotonsillare", "Adenotonsillectomia", "Nessun sanguinamento nel periodo di osservazione, alimentazione fredda ripresa.", "Dieta semiliquida per dieci giorni.", false, "all"},
	{"Chirurgia Toracica", "Nodulo polmonare del lobo superiore destro", "Lobectomia superiore destra in toracoscopia", "Decorso senza rilievi, drenaggio tolto in quarta giornata. In passato radioterapia per linfoma (2009).", "In attesa dell'esame istologico.", false, ""},
	{"Ostetricia", "Gravidanza a termine", "", "Parto spontaneo, puerperio fisiologico, allattamento avviato.", "Visita a quaranta giorni dal parto.", false, "f"},
}

var dayCures = []remedy{
	{"Day Surgery Multispecialistica", "Cataratta senile occhio sinistro", "Facoemulsificazione con inserimento di cristallino artificiale", "Procedura ben tollerata in anestesia topica.", "Collirio secondo schema, controllo domattina.", false, ""},
	{"Unità di Chirurgia di Giorno", "Meniscopatia mediale ginocchio destro", "Meniscectomia artroscopica selettiva", "Non complicanze. Il paziente cammina con stampelle.", "Ghiaccio, riposo e fisioterapia dalla seconda settimana.", false, ""},
	{"Chirurgia Plastica", "Neoformazione cutanea del dorso", "Asportazione di neoformazione e plastica con lembo", "Eseguita in anestesia locale, pezzo inviato in anatomia patologica.", "Non bagnare la ferita. Esito istologico tra 20 giorni.", false, ""},
	{"Chirurgia Vascolare - Day Surgery", "Varici arto inferiore sinistro", "Safenectomia interna sinistra", "Bendaggio elastocompressivo all'uscita dalla sala.", "Calza elastica di giorno per due mesi.", false, ""},
	{"Chirurgia della Mano", "Sindrome del tunnel carpale destro", "Decompressione del nervo mediano", "Intervento in anestesia di plesso, mobilità delle dita conservata.", "Medicazione dal curante ogni quattro giorni.", false, ""},
	{"Ginecologia", "Polipo endometriale", "Polipectomia isteroscopica", "Isteroscopia operativa regolare.", "Esame istologico in corso.", false, "f"},
	{"Urologia pediatrica", "Fimosi serrata", "Circoncisione", "Risveglio tranquillo, ha ripreso a bere.", "Crema antibiotica due volte al dì.", false, "all"},
}

var tumourCures = []remedy{
	{"Oncologia Medica", "Carcinoma del colon, stadio III", "", "chemioterapia adiuvante secondo schema FOLFOX", "", false, ""},
	{"Oncologia Medica", "Carcinoma mammario HER2 positivo", "", "terapia antineoplastica con trastuzumab", "", false, "f"},
	{"Ematologia", "Linfoma di Hodgkin", "", "polichemioterapia ABVD", "", false, ""},
	{"Radioterapia", "Adenocarcinoma della prostata", "", "radioterapia a fasci esterni", "", true, "m"},
	{"Radioterapia Oncologica", "Carcinoma della mammella destra operato", "", "trattamento radiante", "", true, "f"},
	{"Oncoematologia Pediatrica", "Leucemia linfoblastica acuta", "", "chemioterapia di mantenimento", "", false, "all"},
	{"Day Hospital Oncologico", "Neoplasia polmonare", "", "immunoterapia con pembrolizumab", "", false, ""},
}

// portAndTherapy is an operation and a therapy of the same day: two allowances fit.
var portAndTherapy = remedy{"Day Hospital Oncologico", "Carcinoma del colon", "Intervento di impianto di catetere venoso centrale tipo port-a-cath",
	"Nella stessa giornata somministrato il primo ciclo di chemioterapia, ben tollerato.", "Lavare il catetere ogni mese.", false, ""}

// examinations are days in hospital for which there is no allowance (Reg. 18.1 B).
var examinations = []remedy{
	{"Medicina Interna - Day Hospital", "Anemia in accertamento", "", "Effettuati esami ematochimici, ecografia dell'addome e prove di funzionalità.", "Ritirare i risultati fra una settimana.", false, ""},
	{"Day Hospital Reumatologico", "Artrite reumatoide", "", "Infuso il farmaco biologico previsto, parametri stabili.", "Prossima infusione tra otto settimane.", false, ""},
}

// someCure draws one that is possible for a person on a day.
func someCure(d dice, from []remedy, p person, on claim.Date) remedy {
	child := p.Born.AddMonths(16 * 12).After(on)
	var able []remedy
	for _, c := range from {
		if c.of == "all" || !child && (c.of == "" || (c.of == "f") == p.Woman) {
			able = append(able, c)
		}
	}
	if len(able) == 0 {
		able = from
	}
	return pick(d, able...)
}
