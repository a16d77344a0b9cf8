#include "api/access/ended_sessions.hpp"

#include "ledger/book.hpp"

namespace api {

SessionsEnded tell_of_ended_sessions(ledger::Book& book) {
    return [&book](const ledger::OperatorId& who, ledger::SessionEnd cause, std::uint64_t count) {
        const ledger::Actor gate{ledger::ActorKind::system, "access", ""};
        book.submit({ledger::ReportSessionEnd{{who, cause, count}}, gate, "", "", true});
    };
}

}  // namespace api
