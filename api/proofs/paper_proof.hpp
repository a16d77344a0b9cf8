#pragma once
#include "api/routes.hpp"

namespace api {

/// GET /v1/proofs/papers/{position}?hash=: what the code on a paper leads to, for whoever holds it.
/// Problem 404 where no paper of the book has this number and this hash.
Response prove_paper(const Call& call);

}  // namespace api
