package claim

// Channel is the way a submission came in.
type Channel string

// The channels.
const (
	Post     Channel = "post"
	Online   Channel = "online"
	Provider Channel = "provider"
	API      Channel = "api"
)

// Urgent tells that somebody sits before a screen and waits: members and providers send a few papers at a
// time, the post and the operator's systems batches.
func (c Channel) Urgent() bool { return c == Online || c == Provider }

// Form is the form of a claim; empty (null) when papers came without one.
type Form string

// The forms that open a claim.
const (
	R01   Form = "R01"
	R02   Form = "R02"
	NA1   Form = "NA1"
	GM01  Form = "GM01"
	RGM01 Form = "RGM01"
	I07   Form = "I07"
)

// Kind is what is asked to be reimbursed, of an expense and of a claim (Mixed if its expenses differ);
// empty (null) while it is unclear.
type Kind string

// The kinds of expense and claim.
const (
	Copayment           Kind = "copayment"
	Private             Kind = "private"
	Dental              Kind = "dental"
	AllowanceStay       Kind = "allowance_stay"
	AllowanceDaySurgery Kind = "allowance_day_surgery"
	AllowanceOncology   Kind = "allowance_oncology"
	DependencyAid       Kind = "dependency"
	SeriousIllnessCare  Kind = "serious_illness"
	OtherKind           Kind = "other"
	Mixed               Kind = "mixed"
)

// SentEvidence says where the sent date comes from. With AssumedReceived no deadline can lapse.
type SentEvidence string

// The evidence for a sent date.
const (
	Postmark         SentEvidence = "postmark"
	OnlineSubmission SentEvidence = "online_submission"
	Operator         SentEvidence = "operator"
	AssumedReceived  SentEvidence = "assumed_received"
)

// Outcome is what the checks make of a claim; adjudication decides, we inform.
type Outcome string

// The outcomes, in falling order of precedence.
const (
	Inadmissible Outcome = "inadmissible"
	Suspended    Outcome = "suspended"
	NeedsReview  Outcome = "needs_review"
	Admissible   Outcome = "admissible"
)

// Relation is whose expenses are claimed.
type Relation string

// The relations of the patient to the member.
const (
	Self   Relation = "self"
	Family Relation = "family"
)

// DocumentType is the type of an expense document.
type DocumentType string

// The types of expense document.
const (
	InvoiceType          DocumentType = "invoice"
	CopaymentReceiptType DocumentType = "copayment_receipt"
	TillSlipType         DocumentType = "till_slip"
	CreditNoteType       DocumentType = "credit_note"
	OtherDocumentType    DocumentType = "other"
)

// Settlement tells part payments of one treatment apart.
type Settlement string

// The settlements.
const (
	Single  Settlement = "single"
	Deposit Settlement = "deposit"
	Balance Settlement = "balance"
)

// Arch is the part of the mouth a dental treatment covers.
type Arch string

// The arches and quadrants.
const (
	UpperArch  Arch = "upper"
	LowerArch  Arch = "lower"
	UpperRight Arch = "upper_right"
	UpperLeft  Arch = "upper_left"
	LowerLeft  Arch = "lower_left"
	LowerRight Arch = "lower_right"
)

// DocumentKind is the kind of a paper.
type DocumentKind string

// The kinds of paper.
const (
	R01Document              DocumentKind = "R01"
	R02Document              DocumentKind = "R02"
	D01Document              DocumentKind = "D01"
	NA1Document              DocumentKind = "NA1"
	GM01Document             DocumentKind = "GM01"
	RGM01Document            DocumentKind = "RGM01"
	I07Document              DocumentKind = "I07"
	Invoice                  DocumentKind = "invoice"
	CopaymentReceipt         DocumentKind = "copayment_receipt"
	TillSlip                 DocumentKind = "till_slip"
	CreditNote               DocumentKind = "credit_note"
	Proforma                 DocumentKind = "proforma"
	Estimate                 DocumentKind = "estimate"
	DischargeLetter          DocumentKind = "discharge_letter"
	MedicalRecord            DocumentKind = "medical_record"
	HospitalCertificate      DocumentKind = "hospital_certificate"
	Prescription             DocumentKind = "prescription"
	Xray                     DocumentKind = "xray"
	Photo                    DocumentKind = "photo"
	LabCertificate           DocumentKind = "lab_certificate"
	DentistStatement         DocumentKind = "dentist_statement"
	QualificationCertificate DocumentKind = "qualification_certificate"
	Translation              DocumentKind = "translation"
	HealthCard               DocumentKind = "health_card"
	IdentityPaper            DocumentKind = "identity"
	Envelope                 DocumentKind = "envelope"
	Separator                DocumentKind = "separator"
	Letter                   DocumentKind = "letter"
	Blank                    DocumentKind = "blank"
	Other                    DocumentKind = "other"
)

// DocumentKinds lists every kind, in the order of the contract.
var DocumentKinds = []DocumentKind{R01Document, R02Document, D01Document, NA1Document, GM01Document, RGM01Document, I07Document,
	Invoice, CopaymentReceipt, TillSlip, CreditNote, Proforma, Estimate, DischargeLetter, MedicalRecord, HospitalCertificate,
	Prescription, Xray, Photo, LabCertificate, DentistStatement, QualificationCertificate, Translation, HealthCard, IdentityPaper,
	Envelope, Separator, Letter, Blank, Other}

// AttachmentKind is a document kind, or one of the four that add the moment of a picture.
type AttachmentKind string

// The attachment kinds that are no document kinds.
const (
	XrayBefore      AttachmentKind = "xray_before"
	XrayAfter       AttachmentKind = "xray_after"
	OralPhotoBefore AttachmentKind = "oral_photo_before"
	OralPhotoAfter  AttachmentKind = "oral_photo_after"
)

// Method is how a value was obtained.
type Method string

// The methods.
const (
	FromTextLayer Method = "text_layer"
	FromFormField Method = "form_field"
	FromCode      Method = "code"
	FromLine      Method = "line"
	FromComb      Method = "comb"
	FromMark      Method = "mark"
	FromRule      Method = "rule"
)

// Acceptance says who stands for a value; empty (null) when nobody does yet.
type Acceptance string

// The ways a value is accepted.
const (
	AcceptedAuto     Acceptance = "auto"
	AcceptedReviewer Acceptance = "reviewer"
	AcceptedMember   Acceptance = "member"
)
