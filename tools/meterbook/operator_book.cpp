#include "tools/meterbook/operator_book.hpp"

#include <fmt/core.h>

#include "api/access/password.hpp"
#include "api/access/secrets.hpp"
#include "tools/meterbook/book_clock.hpp"
#include "tools/meterbook/command_line.hpp"

namespace meterbook {
namespace {

std::unique_ptr<ledger::Book> open_book(const std::filesystem::path& directory, bool may_create) {
    if (!may_create && !std::filesystem::is_directory(directory / "journal"))
        throw Cannot(
            fmt::format("{} holds no book: give the directory that 'serve --data' was given",
                        directory.string()));
    return ledger::Book::open({directory, book_clock({}, 1), {}});  // a broken disk is thrown to us
}

}  // namespace

OperatorBook::OperatorBook(const std::filesystem::path& directory, bool may_create)
    : book_(open_book(directory, may_create)), credentials_(directory / "access") {}

void OperatorBook::add(const ledger::OperatorAdded& wanted) { ask(ledger::AddOperator{wanted}); }

void OperatorBook::set_password(const ledger::OperatorId& who, const std::string& password) {
    const std::string verifier = api::verifier_of(password);
    ask(ledger::ReportPasswordChange{{who}});
    credentials_.set_password(who, verifier);
}

std::string OperatorBook::issue_key(const ledger::KeyIssued& wanted) {
    ask(ledger::IssueKey{wanted});
    const std::string secret = api::fresh_secret();
    credentials_.keep_key(wanted.key, api::digest_of(secret));
    return api::key_text(wanted.key, secret);
}

void OperatorBook::revoke_key(const ledger::OperatorId& who, const ledger::ApiKeyId& key) {
    ask(ledger::RevokeKey{{who, key}});
    credentials_.forget_key(key);
}

ledger::OperatorChanged OperatorBook::as_known(const ledger::OperatorId& who) const {
    return book_->read([&](const ledger::State& state) {
        const auto* known = ledger::find(state.office.operators, who);
        if (known == nullptr)
            throw Cannot(
                fmt::format("operator '{}' does not exist: 'meterbook operator list' "
                            "shows who does",
                            who.text()));
        return ledger::OperatorChanged{who,
                                       known->display_name,
                                       known->roles,
                                       known->buildings,
                                       known->accounts,
                                       known->disabled};
    });
}

void OperatorBook::ask(ledger::Command command) {
    const auto outcome = book_->execute(
        {std::move(command), {ledger::ActorKind::system, "machine", ""}, "", "", true});
    if (!outcome)
        throw Cannot(fmt::format("{}: {}", outcome.error().field, outcome.error().detail));
}

}  // namespace meterbook
