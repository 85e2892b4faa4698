package synth

import (
	"slices"
	"testing"

	"pratica/claim"
	"pratica/extract/forms"
)

func TestEveryFaultIsInTheTruth(t *testing.T) {
	shown := map[claim.Code]func(c map[string]any, e *envelope) bool{
		"deadline.lapsed": func(c map[string]any, e *envelope) bool { return e.allLapsed() },
		"form.total_mismatch": func(c map[string]any, e *envelope) bool {
			sum := int64(0)
			for _, row := range e.Rows {
				sum += row.Amount
			}
			return c["declared_total"] != claim.Cents(sum).String()
		},
		"form.row_without_invoice": func(c map[string]any, e *envelope) bool {
			x := expense(c, len(e.Rows)-1)
			return x["number"] == nil && x["total"] == nil && x["declared"] != nil
		},
		"form.invoice_without_row": func(c map[string]any, e *envelope) bool {
			x := expense(c, len(e.Rows))
			return x["row"] == nil && x["declared"] == nil && x["total"] != nil
		},
		"form.row_differs_from_invoice": func(c map[string]any, e *envelope) bool {
			return expense(c, 0)["declared"].(map[string]any)["amount"] != expense(c, 0)["total"]
		},
		"form.unsigned": func(c map[string]any, e *envelope) bool {
			return e.Form == "" && !e.Dental.Signed || c["signatures"].(map[string]any)["member"] == false
		},
		"form.date_missing": func(c map[string]any, e *envelope) bool {
			return e.Form == "" && e.Dental.SignedOn.IsZero() || c["signatures"].(map[string]any)["date"] == nil
		},
		"liability.third_party": func(c map[string]any, e *envelope) bool {
			return expense(c, 0)["third_party"].(map[string]any)["marked"] == true
		},
		"member.iban_invalid": func(c map[string]any, e *envelope) bool {
			return !claim.ValidIBAN(c["member"].(map[string]any)["iban"].(string))
		},
		"fiscal.patient_mismatch": func(c map[string]any, e *envelope) bool {
			p, q := expense(c, 0)["patient"].(map[string]any), c["patient"].(map[string]any)
			return p["surname"] != q["surname"] && p["name"] != q["name"] && p["tax_code"] != q["tax_code"]
		},
		"fiscal.patient_missing": func(c map[string]any, e *envelope) bool {
			return expense(c, 0)["patient"].(map[string]any)["surname"] == nil
		},
		"fiscal.description_missing": func(c map[string]any, e *envelope) bool {
			lines := expense(c, 0)["lines"].([]any)
			return expense(c, 0)["description"] == nil && len(lines) == 1 && lines[0].(map[string]any)["description"] == nil
		},
		"fiscal.date_missing": func(c map[string]any, e *envelope) bool {
			return expense(c, 0)["date"] == nil && expense(c, 0)["deadline"] == nil
		},
		"fiscal.number_missing": func(c map[string]any, e *envelope) bool { return expense(c, 0)["number"] == nil },
		"fiscal.issuer_id_missing": func(c map[string]any, e *envelope) bool {
			i := expense(c, 0)["issuer"].(map[string]any)
			return i["vat_number"] == nil && i["tax_code"] == nil && i["name"] != nil
		},
		"fiscal.issuer_id_invalid": func(c map[string]any, e *envelope) bool {
			return !claim.ValidVATNumber(expense(c, 0)["issuer"].(map[string]any)["vat_number"].(string))
		},
		"fiscal.stamp_duty_missing": func(c map[string]any, e *envelope) bool {
			return expense(c, 0)["stamp_duty"] == "0.00" && e.Invoices[0].exempt() > stampThreshold
		},
		"fiscal.amounts_do_not_add_up": func(c map[string]any, e *envelope) bool {
			i := e.Invoices[0]
			return i.net()+i.Contribution+i.VAT+i.Stamp-i.Discount != i.Total
		},
		"settlement.balance_missing": func(c map[string]any, e *envelope) bool { return expense(c, 0)["settlement"] == "deposit" },
		"form.field_missing":         func(c map[string]any, e *envelope) bool { return len(e.Blank) == 1 },
		"duplicate.open": func(c map[string]any, e *envelope) bool {
			return e.twice == e.Invoices[0]
		},
		"papers.prescription_missing": func(c map[string]any, e *envelope) bool {
			return !slices.Contains(e.Attached, claim.Prescription)
		},
		"fiscal.not_an_invoice": func(c map[string]any, e *envelope) bool {
			return !e.Invoices[0].isExpense() && expense(c, 0)["total"] == nil
		},
		"fiscal.courtesy_copy":         func(c map[string]any, e *envelope) bool { return e.Invoices[0].Nature == courtesyCopy },
		"language.translation_missing": func(c map[string]any, e *envelope) bool { return e.Invoices[0].look.Language == "de" },
		"currency.rate_missing":        func(c map[string]any, e *envelope) bool { return expense(c, 0)["currency"] != "EUR" },
		"service.not_covered":          func(c map[string]any, e *envelope) bool { return e.Invoices[0].Issuer.trade == pharmacy },
		"invoice.cancelled": func(c map[string]any, e *envelope) bool {
			return expense(c, 1)["document_type"] == "credit_note" && expense(c, 0)["document_type"] == "invoice"
		},
		"fiscal.date_in_future": func(c map[string]any, e *envelope) bool { return e.Invoices[0].Date.After(e.ReceivedOn) },
		"fiscal.hand_corrected": func(c map[string]any, e *envelope) bool {
			x, value := expense(c, 0), map[correctedValue]string{correctedDate: "date", correctedNumber: "number", correctedTotal: "total"}[e.correction.of]
			if e.correction.of == correctedLine {
				x, value = x["lines"].([]any)[0].(map[string]any), "amount"
			}
			_, known := x[value]
			return !known && value != "" && e.corrected == e.Invoices[0]
		},
		"papers.prescription_expired": func(c map[string]any, e *envelope) bool {
			return e.oldPrescription && e.Invoices[0].Issuer.trade == optician && slices.Contains(e.Attached, claim.Prescription)
		},
		"papers.medical_record_missing": func(c map[string]any, e *envelope) bool {
			return e.Invoices[0].surgery() && !slices.Contains(e.Attached, claim.MedicalRecord)
		},
		"papers.medical_documents_missing": func(c map[string]any, e *envelope) bool { return e.Care != nil && e.Attached == nil },
		"papers.d01_missing":               func(c map[string]any, e *envelope) bool { _, has := c["treatments"]; return !has },
		"papers.xray_missing": func(c map[string]any, e *envelope) bool {
			return len(treatmentsWith(c, "2615", "2619")) > 0 && !slices.Contains(e.Attached, claim.Xray)
		},
		"papers.lab_certificate_missing": func(c map[string]any, e *envelope) bool {
			return len(treatmentsWith(c, "2620", "2633")) > 0 && !slices.Contains(e.Attached, claim.LabCertificate)
		},
		"dental.tooth_missing": func(c map[string]any, e *envelope) bool {
			for _, t := range e.Dental.Treatments {
				if t.where == byTooth && t.Tooth == "" {
					return true
				}
			}
			return false
		},
		"dental.tooth_impossible": func(c map[string]any, e *envelope) bool {
			for _, t := range treatmentsWith(c, "2606", "2606") {
				if tooth := t["tooth"].(string); tooth[1] > '3' {
					return true
				}
			}
			return false
		},
		"dental.unknown_code": func(c map[string]any, e *envelope) bool {
			definition, _ := forms.Find(claim.D01Document, "")
			_, known := definition.Field("c" + e.Dental.Treatments[0].code + ".amount")
			return !known
		},
		"dental.age_limit": func(c map[string]any, e *envelope) bool {
			return len(treatmentsWith(c, "2635", "2648")) > 0 && e.Patient.Born.Before(e.SentOn.AddMonths(-15*12))
		},
		"dental.amounts_do_not_match_invoice": func(c map[string]any, e *envelope) bool {
			first, billed := e.Dental.Treatments[0], int64(0)
			for _, line := range first.Invoice.Lines {
				billed += line.Amount
			}
			for _, t := range e.Dental.Treatments {
				if t.Invoice == first.Invoice {
					billed -= t.Amount
				}
			}
			return billed != 0
		},
		"dependency.score_not_eligible": func(c map[string]any, e *envelope) bool {
			return !e.Care.eligible() && c["dependency"].(map[string]any)["total"] == float64(e.Care.Total)
		},
		"dependency.score_inconsistent": func(c map[string]any, e *envelope) bool {
			sum := 0.0
			for _, v := range c["dependency"].(map[string]any)["scores"].(map[string]any) {
				sum += v.(float64)
			}
			return sum != c["dependency"].(map[string]any)["total"]
		},
		"illness.none_or_many_marked": func(c map[string]any, e *envelope) bool {
			return c["serious_illness"].(map[string]any)["illness"] == nil && len(e.Care.Illnesses) != 1
		},
	}
	for fault, holds := range shown {
		t.Run(string(fault), func(t *testing.T) {
			for seed := range uint64(40) {
				kind := faults[fault].on[int(seed)%len(faults[fault].on)]
				e := someClaim(newDice(seed, "fault"), kind, fault, claim.Post)
				if got := e.findings(); !slices.Contains(got, fault) {
					t.Errorf("seed %d: findings %v", seed, got)
				}
				c, err := truthOf(e)
				if err != nil {
					t.Fatal(err)
				}
				if !holds(c, e) {
					t.Errorf("seed %d: the truth does not show the fault", seed)
				}
				want := map[claim.Severity]claim.Outcome{claim.Reject: claim.Inadmissible, claim.Suspend: claim.Suspended,
					claim.Review: claim.NeedsReview, claim.Info: claim.Admissible}[fault.Severity()]
				if kind != DentistKind && kind != InvoiceKind && len(e.findings()) == 1 && c["outcome"] != string(want) {
					t.Errorf("seed %d: outcome %v, want %s", seed, c["outcome"], want)
				}
				for n, inv := range e.Invoices {
					if n == 0 && inv.lacks(withoutIssuerID) {
						page := drawInvoice(inv, newDice(seed, "draw"))[0]
						for _, p := range page.printed {
							if missing(p.text, []string{inv.Issuer.VAT}) == nil || inv.Issuer.Person != nil && missing(p.text, []string{inv.Issuer.Person.TaxCode}) == nil {
								t.Errorf("seed %d: %q shows the issuer's identifier", seed, p.text)
							}
						}
					}
				}
			}
		})
		if _, ok := faults[fault]; !ok {
			t.Errorf("%s cannot be drawn", fault)
		}
	}
	for fault := range faults {
		if shown[fault] == nil {
			t.Errorf("%s is not tested", fault)
		}
	}
}

func expense(c map[string]any, n int) map[string]any {
	return c["expenses"].([]any)[n].(map[string]any)
}

// treatmentsWith are the rows of D01 in the truth with a code from one to another.
func treatmentsWith(c map[string]any, from, to string) (list []map[string]any) {
	for _, row := range c["treatments"].([]any) {
		if t := row.(map[string]any); t["code"].(string) >= from && t["code"].(string) <= to {
			list = append(list, t)
		}
	}
	return list
}
