package workers

import (
	"context"

	"pratica/claim"
	"pratica/pipeline"
	"pratica/storage"
)

// KnownIssuers answers the pipeline from the records.
func KnownIssuers(records storage.Issuers) pipeline.Issuers { return knownIssuers{records} }

type knownIssuers struct{ records storage.Issuers }

// Known implements pipeline.Issuers.
func (k knownIssuers) Known(ctx context.Context, vatNumber, submission string) (claim.KnownIssuer, bool, error) {
	issuer, err := k.records.Issuer(ctx, vatNumber, submission)
	if claim.ErrorCode(err) == claim.ENOTFOUND {
		return claim.KnownIssuer{}, false, nil
	}
	return issuer, err == nil, err
}
