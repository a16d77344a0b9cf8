#pragma once
#include <optional>
#include <string>

#include "api/routes.hpp"
#include "ledger/rules/edits.hpp"

namespace api {

// Two people who edit the same thing. What a GET answers is marked with an ETag: the newest event
// by which people edited its subject. A change that brings it along as If-Match is refused by the
// book where somebody else was first; If-None-Match: * wants that nobody was.

/// The handler of a GET, whose answer says as ETag how its subject was edited last. The subject is
/// the first name of the path; the site has none.
ReadHandler with_etag(ledger::SubjectKind kind, ReadHandler handler);

/// What a change expects; nothing where it says nothing. Refuses what cannot be expected of it.
std::optional<ledger::Expected> expected_in(const Request& request, const ledger::Command& command);

/// The ETag that an edit of this leaves, from its events alone; empty where they edit another
/// thing.
std::string etag_after(const std::optional<ledger::Subject>& edited,
                       const std::vector<ledger::Event>& events);

}  // namespace api
