//go:build tools

// Package programs names what the check builds, so that go.mod keeps it.
package programs

import _ "sigs.k8s.io/kwok/cmd/kwok"
