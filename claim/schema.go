package claim

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"sync"

	"github.com/invopop/jsonschema"
	validator "github.com/santhosh-tekuri/jsonschema/v6"
)

// Schema is the JSON Schema (2020-12) of claim/v1, generated from the types of this package.
func Schema() []byte { return schema() }

var schema = sync.OnceValue(func() []byte {
	reflector := jsonschema.Reflector{Anonymous: true, DoNotReference: false, ExpandedStruct: true, Mapper: mapType}
	s := reflector.Reflect(&Claim{})
	s.Title = "claim/v1"
	s.Description = "A structured, checked reimbursement claim, as pratica hands it to adjudication."
	data, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		panic(err) // the types of this package are fixed
	}
	return data
})

var compiled = sync.OnceValues(func() (*validator.Schema, error) {
	document, err := validator.UnmarshalJSON(strings.NewReader(string(Schema())))
	if err != nil {
		return nil, err
	}
	compiler := validator.NewCompiler()
	if err := compiler.AddResource("claim-v1.json", document); err != nil {
		return nil, err
	}
	return compiler.Compile("claim-v1.json")
})

// ValidateJSON checks a claim's JSON against Schema.
func ValidateJSON(data []byte) error {
	s, err := compiled()
	if err != nil {
		return fmt.Errorf("claim schema: %w", err)
	}
	document, err := validator.UnmarshalJSON(strings.NewReader(string(data)))
	if err != nil {
		return fmt.Errorf("claim: %w", err)
	}
	return s.Validate(document)
}

const (
	datePattern  = `^[0-9]{4}-[0-9]{2}-[0-9]{2}$`
	moneyPattern = `^-?[0-9]{1,12}\.[0-9]{2}$`
)

func mapType(t reflect.Type) *jsonschema.Schema {
	switch t {
	case reflect.TypeFor[Text]():
		return nullable(&jsonschema.Schema{Type: "string", MinLength: exactly(1)})
	case reflect.TypeFor[Count]():
		return nullable(&jsonschema.Schema{Type: "integer", Minimum: "1"})
	case reflect.TypeFor[Date]():
		return nullable(&jsonschema.Schema{Type: "string", Pattern: datePattern, Format: "date"})
	case reflect.TypeFor[Money]():
		return nullable(&jsonschema.Schema{Type: "string", Pattern: moneyPattern})
	case reflect.TypeFor[Rate]():
		return nullable(&jsonschema.Schema{Type: "string", Pattern: `^[0-9]+(\.[0-9]+)?$`})
	case reflect.TypeFor[Box]():
		return &jsonschema.Schema{Type: "array", Items: &jsonschema.Schema{Type: "integer"}, MinItems: exactly(4), MaxItems: exactly(4)}
	case reflect.TypeFor[Channel]():
		return enum(false, Post, Online, Provider, API)
	case reflect.TypeFor[Form]():
		return enum(true, R01, R02, NA1, GM01, RGM01, I07)
	case reflect.TypeFor[Kind]():
		return enum(true, Copayment, Private, Dental, AllowanceStay, AllowanceDaySurgery, AllowanceOncology, DependencyAid,
			SeriousIllnessCare, OtherKind, Mixed)
	case reflect.TypeFor[SentEvidence]():
		return enum(true, Postmark, OnlineSubmission, Operator, AssumedReceived)
	case reflect.TypeFor[Outcome]():
		return enum(false, Inadmissible, Suspended, NeedsReview, Admissible)
	case reflect.TypeFor[Relation]():
		return enum(true, Self, Family)
	case reflect.TypeFor[DocumentType]():
		return enum(true, InvoiceType, CopaymentReceiptType, TillSlipType, CreditNoteType, OtherDocumentType)
	case reflect.TypeFor[Settlement]():
		return enum(true, Single, Deposit, Balance)
	case reflect.TypeFor[Arch]():
		return enum(true, UpperArch, LowerArch, UpperRight, UpperLeft, LowerLeft, LowerRight)
	case reflect.TypeFor[DocumentKind]():
		return enum(false, DocumentKinds...)
	case reflect.TypeFor[Method]():
		return enum(false, FromTextLayer, FromFormField, FromCode, FromLine, FromComb, FromMark, FromRule)
	case reflect.TypeFor[Acceptance]():
		return enum(true, AcceptedAuto, AcceptedReviewer, AcceptedMember)
	case reflect.TypeFor[Severity]():
		return enum(false, Reject, Suspend, Review, Info)
	}
	return nil
}

func nullable(s *jsonschema.Schema) *jsonschema.Schema {
	return &jsonschema.Schema{OneOf: []*jsonschema.Schema{s, {Type: "null"}}}
}

func enum[T ~string](orNull bool, values ...T) *jsonschema.Schema {
	s := &jsonschema.Schema{Type: "string"}
	for _, v := range values {
		s.Enum = append(s.Enum, string(v))
	}
	if orNull {
		return nullable(s)
	}
	return s
}

func exactly(n uint64) *uint64 { return &n }
