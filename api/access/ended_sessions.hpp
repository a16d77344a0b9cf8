#pragma once
#include "api/access/sessions.hpp"

namespace ledger {
class Book;
}

namespace api {

/// Writes ended sessions into the log, and waits for nothing. The book outlives it.
SessionsEnded tell_of_ended_sessions(ledger::Book& book);

}  // namespace api
