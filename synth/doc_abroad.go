package synth

import (
	"fmt"
)

// providerAbroad is a practice or clinic in a country (ISO 3166-1) that is not Italy. Its VAT is the tax number
// of that country, its Bank an account there.
func providerAbroad(d dice, country, language string) provider {
	where := country
	if country == "CH" && language == "it" {
		where = "CH-it"
	}
	place := pick(d, placesAbroad[where]...)
	p := provider{trade: clinic, Country: country, Address: address{Abroad: place, Street: pick(d, streetsAbroad[where]...)}}
	p.Address.Town.name = townAbroad[place]
	n := func(low, high int) int { return d.whole(low, high) }
	var bban string
	switch country {
	case "GB":
		p.Name = pick(d, "Harley Street Consulting Rooms Ltd", "Dr. A. Whitfield FRCP", "The Wimpole Clinic Partnership", "St. Bride's Private Hospital", "Thames Physiotherapy Ltd", "Mr. J. Hartley, Consultant Orthopaedic Surgeon")
		p.VAT = fmt.Sprintf("GB %03d %04d %02d", n(100, 999), n(1, 9999), n(10, 99))
		p.TaxLabel, bban = pick(d, "VAT Reg. No. ", "VAT No. ", "VAT Registration: "), "BARC"+d.digits(14)
		p.Landline = "+44 20 " + d.digits(4) + " " + d.digits(4)
	case "US":
		p.Name = pick(d, "Lexington Avenue Medical Group, P.C.", "Sarah K. Novak, M.D.", "Bayview Urgent Care LLC", "Coral Gables Orthopedic Associates", "Lakeshore Family Dental")
		p.VAT = fmt.Sprintf("%02d-%07d", n(10, 98), n(1000000, 9999999))
		p.TaxLabel = pick(d, "Tax ID: ", "EIN ", "Federal Tax ID # ")
		p.Landline = fmt.Sprintf("(%d) %d-%04d", n(201, 989), n(200, 999), n(0, 9999))
	case "IE":
		p.Name = pick(d, "Ballsbridge Medical Centre", "Dr. Aoife Brennan", "Liffey Valley Clinic Ltd")
		p.VAT = "IE" + d.digits(7) + string(rune('A'+n(0, 22)))
		p.TaxLabel, bban = "VAT No. ", "AIBK"+d.digits(14)
		p.Landline = "+353 1 " + d.digits(7)
	case "MT":
		p.Name = pick(d, "Sliema Family Clinic", "St. Julian's Health Centre Ltd")
		p.VAT = "MT" + d.digits(8)
		p.TaxLabel, bban = "VAT Reg. ", "VALL"+d.digits(5)+"0000000"+d.digits(11)
		p.Landline = "+356 2" + d.digits(7)
	case "AT":
		p.Name = pick(d, "Dr. med. univ. Johannes Huber", "Ordination Dr. Katharina Leitner", "Sanatorium Innblick GmbH", "Prim. Dr. Wolfgang Steiner", "Physiotherapie Alpenland OG")
		p.VAT = "ATU" + d.digits(8)
		p.TaxLabel, bban = pick(d, "UID-Nr. ", "UID: "), "12000"+d.digits(11)
		p.Landline = "+43 512 " + d.digits(6)
	case "DE":
		p.Name = pick(d, "Dr. med. Sabine Baumann", "Praxis Dr. Krüger & Kollegen", "Radiologie am Isartor MVZ GmbH", "Zahnarztpraxis Dr. Weiß", "Orthopädie Zentrum Süd")
		p.VAT = "DE" + d.digits(9)
		p.TaxLabel, bban = pick(d, "USt-IdNr. ", "USt-ID: "), d.digits(18)
		if d.chance(0.5) {
			p.VAT, p.TaxLabel = fmt.Sprintf("%d/%03d/%05d", n(100, 199), n(100, 999), n(10000, 99999)), pick(d, "Steuernummer ", "St.-Nr. ")
		}
		p.Landline = "+49 89 " + d.digits(7)
	case "CH":
		p.Name = pick(d, "Praxis Dr. Zürcher", "Ärztezentrum Limmat AG", "Dr. med. Regula Frei", "Orthopädie am Rhein AG")
		if language == "it" {
			p.Name = pick(d, "Clinica Monte San Salvo SA", "Studio medico Dr. med. Bernasconi", "Centro Radiologico Ceresio SA", "Fisioterapia Tre Valli Sagl")
		}
		p.VAT = fmt.Sprintf("CHE-%03d.%03d.%03d", n(100, 499), n(0, 999), n(0, 999))
		p.TaxLabel, bban = pick(d, "UID ", "N. IDI ", "UID: "), "00"+d.digits(15)
		p.Landline = pick(d, "+41 91 ", "+41 44 ") + d.digits(3) + " " + d.digits(2) + " " + d.digits(2)
	case "SM":
		p.Name = pick(d, "Centro Medico Titano S.r.l.", "Studio Medico Borgo Maggiore S.A.", "Fisioterapia Tre Torri S.r.l.")
		p.VAT = "SM" + d.digits(5)
		p.TaxLabel, bban = pick(d, "C.O.E. ", "Cod. Op. Econ. "), string(rune('A'+n(0, 25)))+"0"+d.digits(21)
		p.Landline = "0549 " + d.digits(6)
	}
	if bban != "" {
		p.Bank = country + ibanCheck(country, bban) + bban
	} else {
		p.Bank = d.digits(10)
	}
	host := mailbox(lastWord(p.Name))
	p.Mail, p.PEC = "office@"+host+map[string]string{"GB": ".co.uk", "US": ".com", "IE": ".ie", "MT": ".com.mt", "AT": ".at", "DE": ".de", "CH": ".ch", "SM": ".sm"}[country], ""
	return p
}

// abroad is the issuer's country when it is not Italy, else empty.
func (p provider) abroad() string { return p.Country }

var placesAbroad = map[string][]string{
	"GB": {"London W1G 8YS", "London W1G 9PF", "Oxford OX1 2JD", "Edinburgh EH3 6QN"}, "US": {"New York, NY 10021", "Miami, FL 33134", "Chicago, IL 60611", "Boston, MA 02116"},
	"IE": {"Dublin 4", "Cork T12 X7RH"}, "MT": {"Sliema SLM 1640", "St. Julian's STJ 3155"}, "AT": {"6020 Innsbruck", "9020 Klagenfurt", "1090 Wien", "9900 Lienz"},
	"DE": {"80331 München", "10719 Berlin", "60313 Frankfurt am Main"}, "CH": {"8001 Zürich", "7000 Chur"}, "CH-it": {"6900 Lugano", "6830 Chiasso", "6500 Bellinzona"},
	"SM": {"47890 San Marino (RSM)", "47893 Borgo Maggiore (RSM)"},
}

var townAbroad = map[string]string{
	"London W1G 8YS": "London", "London W1G 9PF": "London", "Oxford OX1 2JD": "Oxford", "Edinburgh EH3 6QN": "Edinburgh", "New York, NY 10021": "New York",
	"Miami, FL 33134": "Miami", "Chicago, IL 60611": "Chicago", "Boston, MA 02116": "Boston", "Dublin 4": "Dublin", "Cork T12 X7RH": "Cork",
	"Sliema SLM 1640": "Sliema", "St. Julian's STJ 3155": "St. Julian's", "6020 Innsbruck": "Innsbruck", "9020 Klagenfurt": "Klagenfurt", "1090 Wien": "Wien",
	"9900 Lienz": "Lienz", "80331 München": "München", "10719 Berlin": "Berlin", "60313 Frankfurt am Main": "Frankfurt", "6900 Lugano": "Lugano",
	"6830 Chiasso": "Chiasso", "8001 Zürich": "Zürich", "7000 Chur": "Chur", "6500 Bellinzona": "Bellinzona", "47890 San Marino (RSM)": "San Marino", "47893 Borgo Maggiore (RSM)": "Borgo Maggiore",
}

var streetsAbroad = map[string][]string{
	"GB": {"18 Harley Street", "41 Wimpole Street", "7 Queen Anne Mews"}, "US": {"1045 Lexington Avenue", "250 Miracle Mile, Suite 310", "77 Lake Shore Drive"},
	"IE": {"12 Pembroke Lane", "3 South Mall"}, "MT": {"88 Tower Road", "Triq il-Kbira 14"}, "AT": {"Maria-Theresien-Straße 24", "Bahnhofstraße 7", "Alser Straße 31"},
	"DE": {"Sendlinger Straße 8", "Kurfürstendamm 190", "Zeil 44"}, "CH": {"Bahnhofstrasse 61", "Limmatquai 90"}, "CH-it": {"Via Nassa 12", "Corso San Gottardo 30"},
	"SM": {"Via III Settembre, 99", "Via 28 Luglio, 212"},
}

// servicesAbroad are billed by issuers who write in that language.
var servicesAbroad = map[string][]service{
	"en": {
		{"", "Initial consultation", 120, 320, false, false}, {"", "Follow-up consultation", 80, 190, false, false}, {"", "Physiotherapy session", 55, 95, true, false},
		{"", "MRI scan of the right knee", 350, 700, false, false}, {"", "X-ray, left wrist, two views", 70, 160, false, false}, {"", "Blood tests - full blood count", 45, 120, false, false},
		{"", "Ultrasound of the abdomen", 150, 290, false, false}, {"", "Electrocardiogram (ECG)", 60, 130, false, false}, {"", "Office visit, established patient, level 3", 140, 260, false, false},
		{"", "Minor surgical procedure under local anaesthesia", 300, 850, false, false},
	},
	"de": {
		{"", "Erstuntersuchung mit Beratung", 80, 190, false, false}, {"", "Ordination", 60, 150, false, false}, {"", "Physiotherapie, Einzelbehandlung 45 min", 50, 85, true, false},
		{"", "Kernspintomographie Kniegelenk rechts", 250, 520, false, false}, {"", "Röntgen Handgelenk in 2 Ebenen", 45, 95, false, false}, {"", "Ultraschalluntersuchung Abdomen", 70, 150, false, false},
		{"", "Beratung, auch telefonisch", 20, 45, false, false}, {"", "Verbandwechsel und Wundversorgung", 30, 80, false, false}, {"", "Infiltrationsbehandlung Schulter", 60, 140, true, false},
	},
}
