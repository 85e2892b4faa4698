// Package pratica holds no code: see the README. Its test keeps the borders between the packages.
package pratica
