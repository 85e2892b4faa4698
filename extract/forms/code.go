package forms

// quietZone is the white around a printed code in mm: more than the one module a Data Matrix needs
// (ISO/IEC 16022).
const quietZone = 1.5
