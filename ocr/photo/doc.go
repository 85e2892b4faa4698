// Package photo finds papers in photographs, flattens them, and says what is wrong with a picture: what lies between a
// photo of a table with a receipt on it and a page that reads like a scan.
package photo
