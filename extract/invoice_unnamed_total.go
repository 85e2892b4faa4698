package extract

import "pratica/claim"

// addOpenParts mends the reading of a document whose total could not be read: its subtotal, or its positions, stand
// for the total while a tax or a stamp is printed that belongs to it. The total is then what they come to together;
// nobody printed it, so it is believed as little as an amount without a label.
func (s *solution) addOpenParts(rest []amountAt) {
	if s.total == nil || !s.unnamed || !s.total.value.Equal(s.sum) || !s.sum.Positive() {
		return
	}
	if s.stamp == nil {
		s.stamp = openStamp(s.sum, rest)
	}
	if s.vat == nil {
		s.vat = openPart(rest, vatRole)
	}
	if expected := s.expected(); !expected.Equal(s.total.value) {
		s.total = &amountAt{value: expected}
		s.balanced, s.doubtful = false, true
	}
}

// openPart is the first amount of a role that changes the sum and is not only told of.
func openPart(rest []amountAt, wanted role) *amountAt {
	for i := range rest {
		if rest[i].role == wanted && !rest[i].apart && isAmount(&rest[i]) {
			return &rest[i]
		}
	}
	return nil
}

// openStamp is the stamp duty, by its label, or by its amount where one is due.
func openStamp(sum claim.Money, rest []amountAt) *amountAt {
	if labelled := openPart(rest, stampRole); labelled != nil {
		return labelled
	}
	for i := range rest {
		if rest[i].role == noRole && rest[i].value.Equal(stampDuty) && sum.Cmp(dutyFrom) > 0 {
			return &rest[i]
		}
	}
	return nil
}
