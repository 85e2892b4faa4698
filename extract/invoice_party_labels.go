package extract

import (
	"pratica/extract/pattern"
)

// The label of the person who received the care; payerLabel of the one the invoice is made out to, who
// is the patient unless a patient is named apart.
var (
	patientLabel = pattern.Must(`^(paziente|(note:? *)?per prestazion[ei] (rese|resa) ?(a|ai|al|alla)|assistit[oa]|assist\.|utente|dati (del(l'| )|di )?(paziente|assistit[oa]|utente)|nominativo|(per )?prestazion[ei] \W?(rese|resa|eseguit[ae]|erogat[ae]|effettuat[ae]) ?(a favore dii?|in favore dii?|a|ai|al|alla|per)|cure (prestate|eseguite) a|patient( name)?|name of (the )?patient|bill(ed)? to patient|eseguit[oa] (a favore dii?|a|per)|beneficiario|fruitore|patient/in|patientin|(name (des|der) )?patient(en|in)|patientenname|nom du patient|paciente|nombre del paciente|behandelte person|per conto di|in favore dii?|a favore dii?|favore dii?)\b`)
	payerLabel   = pattern.Must(`^(intestatari[oa]( fattura| della fattura)?|intestat[ao] a|spett(\.|abile|\.le|le)?( ?(sig|egr|gent)[a-z./]*)*|gent(\.|ile|il)?[.ioamea]*( (sig|dott)[a-z./]*)*|egr(\.|egio)?( ?sig[a-z./]*)?|sig(\.|nor|nora)?[./ra]*|sig\.?ra|sig\.?/ra|cliente|dati (del )?cliente|destinatario|committente|cessionario|fattura(re|to|ta)? a|bill(ed)? to|rechnung an|herrn?|frau|facture a|rechnungsempf\w*|zahlungspflichtige[rn]?|destinataire|invoice to|account holder|guarantor|responsible party|payer|customer|client|ricev(o|iamo|uto) da(l|lla|l/la)?( sig[a-z./]*)*|mr\.?s?|ms\.?|dest\.|nome e cognome|cognome( e)? nome|pagante|anagrafica)\b`)
	// treatedLabel names who was treated, and nobody else.
	treatedLabel = pattern.Must(`^(assistit[oa]|(per )?prestazion[ei] \W?(rese|resa|eseguit[ae]|erogat[ae]|effettuat[ae]) ?(a favore dii?|in favore dii?|a|ai|al|alla|per)|cure (prestate|eseguite) a|eseguit[oa] (a favore dii?|a|per)|beneficiario|fruitore|favore dii?)\b`)
	// favoured begins a label that whoever is paid has as well; servicesBefore ends the row before it where it is the patient's.
	favoured       = pattern.Must(`^([ai]n? )?favore dii?\b`)
	servicesBefore = pattern.Must(`prestazion\S+( \S+){0,2}? (rese|resa|eseguit\w|erogat\w|effettuat\w)( (a|in))?\W*$`)
	// paidTo is said of a payment, and of nobody's treatment.
	paidTo = pattern.Must(`\biban\b|conto corrente|\bc/c\b|coordinate bancarie|\bbank\b|pagament|versament|bonific|assegno|quietanza`)
	// paidByLabel names who paid, and never the patient.
	paidByLabel = pattern.Must(`^(pagante|versante|pagato da|pagamento effettuato da|versato da|genitore|tutore|paid by|payer|zahlungspflichtige[rn]?|rechnung an)\b`)
	honorific   = pattern.Must(`(?i)^(sig|sig\.?ra|sig\.?r|sigg|signor|signora|sig\.?na|gent\.?(ma|mo|le)|gentile|egr|egregio|spett(\.?le|abile)?|dott|dott\.?ssa|dr|dr\.?ssa|ssa|mr|mrs|ms|preg\.?(mo|ma)?|sig/sig\.?ra|cognome|nome|paziente|nominativo|cod|codice|l|la|il|al|alla|e|a|di)[.:,]*$`)
	addressWord = pattern.Must(`^(via|viale|v\.le|piazza|p\.zza|p\.za|corso|c\.so|largo|vicolo|strada|stradone|contrada|piazzale|piazzetta|galleria|salita|traversa|lungomare|lungotevere|lungarno|lungolago|bastioni|calle|loc|localita|frazione|fraz|cap|tel|fax|cell|email|e-mail|pec|c\.?f|p\.?iva|cod|codice|partita|nato|nata|residente|data|fattura|ricevuta|n|nr|numero|street|road|provincia|domicilio|indirizzo|nome|cognome|oggetto|descrizione|prestazione|importo|telefono|tessera|asl|regime|medico|sede|comune|tax|fiscal)$`)
	companyWord = pattern.Must(`(?i)\b(s\.?\s?r\.?\s?l\.?s?|s\.?\s?p\.?\s?a|s\.?\s?a\.?\s?s|s\.?\s?n\.?\s?c|s\.?\s?s|stp|onlus|ets|soc(ieta|ietà|\.)?|coop(erativa)?|gmbh|ltd|inc|ag|sa)\b\.?|\b(\w*studio|poliambulatori[oe]?|ambulatori[oe]?|centro|clinica|casa di cura|ospedal[ei]|a\.?s\.?l|asst|aou|ausl|azienda|farmacia|istituto|laboratorio|ottica|policlinico|fondazione|dental|odontoiatric[oa]|fisioterapia|radiologia|diagnostic[oa]|dott\.?(ssa|\.ssa|r\.)?|dr\.?(ssa|\.ssa)?|prof\.?(ssa)?|medical|medic[oa]|presidio|hospital|clinic|irccs|logopedi[ae]|psicolog[oia]a?|terapia|^villa|associat[oi]|s\.o\.|unita sanitaria|ats)\b`)
)
