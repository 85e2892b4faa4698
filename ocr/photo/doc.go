// Package photo finds papers in photographs and flattens them: what lies between a picture of a table with a
// receipt on it and a page that reads like a scan.
package photo
