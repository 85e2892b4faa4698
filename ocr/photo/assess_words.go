package photo

import (
	"fmt"

	"pratica/claim"
)

// GoodMessage is said of a picture with which nothing is wrong.
const GoodMessage = "Va bene così."

// problem puts what is wrong, and where, into words.
func problem(code claim.LegibilityCode, where claim.Side) claim.LegibilityProblem {
	return claim.LegibilityProblem{Code: code, Where: where, Message: message(code, where)}
}

func message(code claim.LegibilityCode, where claim.Side) string {
	place := ""
	if words := sideWords(where); words != "" {
		place = " " + words
	}
	switch code {
	case claim.PhotoBlurred:
		return fmt.Sprintf("Foto sfocata%s: tocchi lo schermo sul testo per mettere a fuoco e rifaccia la foto.", place)
	case claim.PhotoShaken:
		return fmt.Sprintf("Foto mossa%s: tenga fermo il telefono, se può con più luce, e rifaccia la foto.", place)
	case claim.PhotoSmall:
		return "Testo troppo piccolo: avvicini il telefono finché il foglio riempie la foto."
	case claim.PhotoGlare:
		return fmt.Sprintf("Riflesso di luce%s: spenga il flash o sposti il foglio e rifaccia la foto.", place)
	case claim.PhotoDark:
		return "Foto troppo scura: accenda una luce o vada vicino a una finestra."
	case claim.PhotoShadow:
		return fmt.Sprintf("Ombra sul foglio%s: si sposti in modo da non fare ombra e rifaccia la foto.", place)
	case claim.PhotoPale:
		return "Stampa troppo chiara: si legge appena. Se l'originale è più leggibile, rifaccia la foto con più luce."
	case claim.PhotoCut:
		return fmt.Sprintf("Foglio tagliato%s: allontani il telefono finché si vede tutto il foglio.", place)
	case claim.PhotoNoText:
		return "Non si vede alcun testo: se il foglio non è vuoto, rifaccia la foto più da vicino."
	}
	return "Foto da rifare."
}

func sideWords(where claim.Side) string {
	switch where {
	case claim.SideTop:
		return "in alto"
	case claim.SideBottom:
		return "in basso"
	case claim.SideLeft:
		return "a sinistra"
	case claim.SideRight:
		return "a destra"
	case claim.SideMiddle:
		return "al centro"
	}
	return ""
}
