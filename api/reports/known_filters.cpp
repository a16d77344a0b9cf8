#include "api/reports/known_filters.hpp"

#include <algorithm>

#include <fmt/core.h>

#include "api/problem.hpp"
#include "ledger/book.hpp"

namespace api {
namespace {

using ledger::State;
using ledger::Subject;
using ledger::SubjectKind;

[[noreturn]] void refuse(const std::string& name, const std::string& fault) {
    throw Problem(400, "field_must_fit", name, name + ": " + fault);
}

void need(const char* name, const auto& id, bool is_known, const char* list) {
    if (id.is_empty() || is_known) return;
    refuse(name,
           fmt::format("'{}' has never been in this book: GET {} lists them", id.text(), list));
}

bool has_had(const State& state, SubjectKind kind, const std::string& name) {
    return state.versions.contains(Subject{kind, name});
}

}  // namespace

void refuse_unknown_things(const ledger::Book& book, const Question& question) {
    book.read([&](const State& state) {
        need("building", question.building, state.buildings.contains(question.building),
             "/v1/buildings");
        need("meter", question.meter, state.meters.contains(question.meter), "/v1/meters");
        need("account", question.account,
             has_had(state, SubjectKind::account, question.account.text()), "/v1/accounts");
        need("wallet", question.wallet,
             state.wallets.contains(question.wallet) ||
                 has_had(state, SubjectKind::wallet, question.wallet.text()),
             "/v1/accounts");
        return true;
    });
}

void refuse_unknown_names(const ledger::Book& book, const Question& question, std::size_t rows) {
    if (rows > 0) return;
    book.read([&](const State& state) {
        const auto taken =
            state.site ? state.site->payment_methods : std::vector<ledger::MethodId>();
        if (!question.method.is_empty() && std::ranges::find(taken, question.method) == taken.end())
            refuse("method",
                   fmt::format("'{}' is no way of paying here, and nothing was paid so: GET "
                               "/v1/site lists them",
                               question.method.text()));
        if (!question.actor.is_empty() && !state.office.operators.contains(question.actor))
            refuse("operator", fmt::format("'{}' is no operator of this book, and nothing here was "
                                           "theirs: GET /v1/operators lists them",
                                           question.actor.text()));
        return true;
    });
}

}  // namespace api
