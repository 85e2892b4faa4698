package synth

// The words papers are made of. Persons, streets and providers are combined by chance; whoever is called
// so is called so by accident.

var surnames = []string{
	"Rossi", "Ferrari", "Esposito", "Bianchi", "Romano", "Colombo", "Ricci", "Marino", "Greco", "Bruno", "Gallo", "Conti",
	"De Luca", "Mancini", "Costa", "Giordano", "Rizzo", "Lombardi", "Moretti", "Barbieri", "Fontana", "Santoro", "Mariani",
	"Rinaldi", "Caruso", "Ferrara", "Galli", "Martini", "Leone", "Longo", "Gentile", "Martinelli", "Vitale", "Lombardo",
	"Serra", "Coppola", "De Santis", "D'Angelo", "Marchetti", "Parisi", "Villa", "Conte", "Ferraro", "Ferri", "Fabbri",
	"Bianco", "Marini", "Grasso", "Valentini", "Messina", "Sala", "De Angelis", "Gatti", "Pellegrini", "Palumbo", "Sanna",
	"Farina", "Rizzi", "Monti", "Cattaneo", "Morelli", "Amato", "Silvestri", "Mazza", "Testa", "Grassi", "Pellegrino",
	"Carbone", "Giuliani", "Benedetti", "Barone", "Rossetti", "Caputo", "Montanari", "Guerra", "Palmieri", "Bernardi",
	"Martino", "Fiore", "De Rosa", "Ferretti", "Bellini", "Basile", "Riva", "Donati", "Piras", "Vitali", "Battaglia",
	"Sartori", "Neri", "Costantini", "Milani", "Pagano", "Ruggiero", "Sorrentino", "D'Amico", "Orlando", "Negri",
	"Dell'Acqua", "Dall'Olio", "Lo Presti", "Di Giovanni", "La Rocca", "Cantù", "Nicolò", "Della Valle", "Degl'Innocenti",
	"De' Medici", "Fo", "Re", "Zaghi", "Quaranta", "Iacobucci", "Xausa", "Bò", "Kofler", "Dell'Orto", "Brambilla", "Pessina",
	"Tagliabue", "Beretta", "Invernizzi", "Bertolini", "Zanetti", "Zambon", "Pavan", "Schiavon", "Favaretto", "Casagrande",
}

var menNames = []string{
	"Marco", "Luca", "Andrea", "Giuseppe", "Antonio", "Giovanni", "Roberto", "Stefano", "Paolo", "Francesco", "Mario", "Luigi",
	"Alessandro", "Davide", "Matteo", "Lorenzo", "Simone", "Federico", "Riccardo", "Gabriele", "Fabio", "Massimo", "Claudio",
	"Giorgio", "Enrico", "Daniele", "Tommaso", "Niccolò", "Nicolò", "Gian Luca", "Gianluca", "Pier Paolo", "Michelangelo",
	"Leonardo", "Ivo", "Ugo", "Noè", "Mosè", "Edoardo", "Samuele", "Pietro", "Salvatore", "Vincenzo", "Carlo Alberto",
}

var womenNames = []string{
	"Maria", "Anna", "Giulia", "Francesca", "Sara", "Laura", "Chiara", "Valentina", "Elena", "Paola", "Silvia", "Federica",
	"Martina", "Elisa", "Alessandra", "Roberta", "Cristina", "Daniela", "Simona", "Monica", "Maria Grazia", "Anna Maria",
	"Maria Teresa", "Rosa", "Lucia", "Teresa", "Giovanna", "Barbara", "Ilaria", "Beatrice", "Sofia", "Aurora", "Emma", "Ginevra",
	"Anna Chiara", "Maria Sole", "Desirée", "Noemi", "Ada", "Ida", "Eleonora", "Rachele", "Caterina", "Antonella", "Zoe",
}

// town is a place with its postal codes and the code it has in a codice fiscale.
type town struct{ name, province, postcode, code, phone string }

var towns = []town{
	{"Milano", "MI", "201", "F205", "02"}, {"Roma", "RM", "001", "H501", "06"}, {"Torino", "TO", "101", "L219", "011"},
	{"Bologna", "BO", "401", "A944", "051"}, {"Firenze", "FI", "501", "D612", "055"}, {"Napoli", "NA", "801", "F839", "081"},
	{"Genova", "GE", "161", "D969", "010"}, {"Bari", "BA", "701", "A662", "080"}, {"Venezia", "VE", "301", "L736", "041"},
	{"Verona", "VR", "371", "L781", "045"}, {"Bergamo", "BG", "241", "A794", "035"}, {"Brescia", "BS", "251", "B157", "030"},
	{"Padova", "PD", "351", "G224", "049"}, {"Ravenna", "RA", "481", "H199", "0544"}, {"Modena", "MO", "411", "F257", "059"},
	{"Parma", "PR", "431", "G337", "0521"}, {"Trieste", "TS", "341", "L424", "040"}, {"Como", "CO", "22100", "C933", "031"},
	{"Varese", "VA", "21100", "L682", "0332"}, {"Monza", "MB", "20900", "F704", "039"}, {"Pavia", "PV", "27100", "G388", "0382"},
	{"Piacenza", "PC", "291", "G535", "0523"}, {"Mantova", "MN", "46100", "E897", "0376"}, {"Ferrara", "FE", "441", "D548", "0532"},
	{"Perugia", "PG", "061", "G478", "075"}, {"Ancona", "AN", "601", "A271", "071"}, {"Pescara", "PE", "651", "G482", "085"},
	{"Salerno", "SA", "841", "H703", "089"}, {"Livorno", "LI", "571", "E625", "0586"}, {"Pisa", "PI", "561", "G702", "050"},
	{"Siracusa", "SR", "96100", "I754", "0931"}, {"Cagliari", "CA", "091", "B354", "070"}, {"Forlì", "FC", "471", "D704", "0543"},
}

var streets = []string{
	"Via Garibaldi", "Via Mazzini", "Corso Italia", "Via Roma", "Via Dante Alighieri", "Piazza Cavour", "Viale della Repubblica",
	"Via G. Verdi", "Via XX Settembre", "Corso Vittorio Emanuele II", "Via Marconi", "Via A. Manzoni", "Viale Europa", "Via Don Minzoni",
	"Piazza Libertà", "Via San Rocco", "Via delle Rose", "Via L. da Vinci", "Via C. Battisti", "Via dell'Industria", "Via Sant'Ambrogio",
	"Largo Donatori di Sangue", "Via IV Novembre", "Via Papa Giovanni XXIII", "Vicolo Stretto", "Via Nazario Sauro", "Via F.lli Bandiera",
}

var saints = []string{
	"San Marco", "San Camillo", "Santa Chiara", "San Giorgio", "Sant'Anna", "San Luca", "San Raimondo", "Santa Lucia", "San Biagio",
	"Beato Angelico", "Sant'Apollonia", "San Giusto", "Santa Rita",
}

var brands = []string{
	"Salus", "Medica", "Igea", "Esculapio", "Vitalis", "Panacea", "Nuova Ippocrate", "Città della Salute", "Centro Nord", "Le Querce",
	"Villa Azzurra", "Villa dei Pini", "Aurora", "Fleming", "Galeno", "Meridiana", "Diagnostika", "Delta Medica", "Omega", "Villa Iris",
}
