// Package storagetest holds the suites that every implementation of the interfaces of storage passes.
package storagetest
