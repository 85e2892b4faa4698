package synth

// service is something a provider bills: prices in whole euro, drawn in steps of five.
type service struct {
	code      string // national tariff code of a co-payment, else ""
	text      string
	low, high int
	many      bool // billed by the session
	women     bool // for grown women only
}

var services = map[trade][]service{
	clinic: {
		{"", "Visita specialistica ortopedica", 80, 160, false, false},
		{"", "Visita cardiologica con elettrocardiogramma", 90, 170, false, false},
		{"", "Visita dermatologica", 80, 140, false, false},
		{"", "Visita oculistica completa", 80, 150, false, false},
		{"", "Visita ginecologica con ecografia transvaginale", 100, 180, false, true},
		{"", "Visita otorinolaringoiatrica", 80, 140, false, false},
		{"", "Ecografia addome completo", 70, 130, false, false},
		{"", "Ecocolordoppler TSA", 70, 120, false, false},
		{"", "Esame audiometrico", 30, 60, false, false},
		{"", "Visita di controllo", 50, 90, false, false},
		{"", "Infiltrazione articolare ecoguidata", 60, 140, false, false},
		{"", "Mappatura nevi in videodermatoscopia", 90, 150, false, false},
	},
	specialist: {
		{"", "Visita specialistica", 90, 220, false, false},
		{"", "Prima visita specialistica", 120, 250, false, false},
		{"", "Visita specialistica di controllo", 70, 130, false, false},
		{"", "Consulenza specialistica e refertazione esami", 80, 150, false, false},
		{"", "Elettrocardiogramma", 30, 60, false, false},
		{"", "Ecografia muscolo-tendinea spalla destra", 70, 110, false, false},
		{"", "Asportazione di lesione cutanea", 150, 350, false, false},
	},
	physiotherapist: {
		{"", "Seduta di fisioterapia", 40, 65, true, false},
		{"", "Rieducazione motoria individuale", 40, 60, true, false},
		{"", "Tecarterapia", 35, 55, true, false},
		{"", "Terapia manuale rachide lombare", 45, 70, true, false},
		{"", "Valutazione fisioterapica", 50, 80, false, false},
		{"", "Laserterapia ad alta potenza", 30, 50, true, false},
	},
	psychologist: {
		{"", "Colloquio psicologico clinico", 55, 90, true, false},
		{"", "Seduta di psicoterapia individuale", 60, 100, true, false},
		{"", "Sostegno psicologico individuale", 50, 80, true, false},
	},
	dentist: {
		{"", "Igiene orale professionale - ablazione tartaro", 70, 120, false, false},
		{"", "Otturazione in composito II classe elemento 36", 90, 160, false, false},
		{"", "Visita odontoiatrica e piano di cura", 50, 90, false, false},
		{"", "Terapia canalare elemento 46", 180, 350, false, false},
		{"", "Estrazione semplice elemento 18", 80, 150, false, false},
		{"", "Corona in metallo-ceramica elemento 15", 450, 800, false, false},
		{"", "Ortopantomografia", 40, 60, false, false},
	},
	optician: {
		{"", "Lenti oftalmiche progressive 1.60 antiriflesso (coppia)", 280, 520, false, false},
		{"", "Lenti monofocali infrangibili (coppia)", 90, 180, false, false},
		{"", "Lenti a contatto mensili torica - conf. 6", 45, 80, false, false},
		{"", "Lenti organiche 1.50 indurite OD/OS", 60, 120, false, false},
	},
	hospital: {
		{"", "Intervento chirurgico ambulatoriale", 900, 2400, false, false},
		{"", "Onorario equipe chirurgica", 700, 1800, false, false},
		{"", "Utilizzo sala operatoria", 400, 1100, false, false},
		{"", "Visita anestesiologica", 80, 130, false, false},
		{"", "Visita chirurgica", 100, 180, false, false},
		{"", "Colonscopia con biopsia", 250, 450, false, false},
		{"", "Esofagogastroduodenoscopia", 180, 320, false, false},
		{"", "Esame istologico", 50, 90, false, false},
		{"", "Materiale sanitario di consumo", 60, 240, false, false},
	},
	diagnostics: {
		{"", "Risonanza magnetica ginocchio sinistro", 130, 260, false, false},
		{"", "RM colonna lombosacrale", 140, 260, false, false},
		{"", "TAC torace senza mezzo di contrasto", 110, 220, false, false},
		{"", "Ecografia tiroidea", 60, 100, false, false},
		{"", "Mammografia bilaterale", 80, 130, false, true},
		{"", "Radiografia del torace 2 proiezioni", 35, 60, false, false},
		{"", "Ecografia mammaria bilaterale", 70, 120, false, true},
		{"", "Densitometria ossea (MOC)", 60, 110, false, false},
	},
	laboratory: {
		{"", "Emocromo completo con formula", 8, 18, false, false},
		{"", "Profilo lipidico (colesterolo totale, HDL, trigliceridi)", 15, 35, false, false},
		{"", "TSH reflex", 12, 25, false, false},
		{"", "Esame urine completo", 5, 12, false, false},
		{"", "Vitamina D (25-OH)", 25, 45, false, false},
		{"", "Test intolleranza al lattosio", 40, 80, false, false},
		{"", "Prelievo venoso", 5, 10, false, false},
		{"", "Pannello allergeni inalanti", 60, 120, false, false},
		{"", "Pap test in fase liquida", 35, 60, false, true},
	},
	pharmacy: {
		{"", "Tachipirina 1000 mg 16 cpr", 5, 10, false, false},
		{"", "Oki task 40 mg 10 bs", 5, 10, false, false},
		{"", "Aerosol fisiologica 20 fl", 5, 15, false, false},
		{"", "Collirio antistaminico 10 ml", 10, 20, false, false},
		{"", "Augmentin 12 cpr 875+125", 10, 15, false, false},
		{"", "Eparina gel 50 g", 10, 20, false, false},
		{"", "Fermenti lattici 20 cps", 10, 20, false, false},
		{"", "Ginocchiera elastica tg M", 20, 45, false, false},
	},
	publicHealth: {
		{"89.7", "PRIMA VISITA ORTOPEDICA", 0, 0, false, false},
		{"89.01.3", "VISITA CARDIOLOGICA DI CONTROLLO", 0, 0, false, false},
		{"89.52", "ELETTROCARDIOGRAMMA", 0, 0, false, false},
		{"88.76.1", "ECOGRAFIA ADDOME COMPLETO", 0, 0, false, false},
		{"88.95.4", "RM BACINO SENZA MDC", 0, 0, false, false},
		{"95.02", "PRIMA VISITA OCULISTICA", 0, 0, false, false},
		{"88.73.5", "ECOCOLORDOPPLER TRONCHI SOVRAAORTICI", 0, 0, false, false},
		{"87.44.1", "RADIOGRAFIA DEL TORACE", 0, 0, false, false},
		{"90.62.2", "EMOCROMO COMPLETO", 0, 0, false, false},
		{"91.49.2", "PRELIEVO DI SANGUE VENOSO", 0, 0, false, false},
		{"93.11.4", "RIEDUCAZIONE MOTORIA INDIVIDUALE", 0, 0, true, false},
	},
}

// ticketAmounts are co-payments in cents.
var ticketAmounts = []int64{2250, 2066, 1810, 3615, 1291, 2310, 1550, 4615, 1855, 780, 385, 2535}
