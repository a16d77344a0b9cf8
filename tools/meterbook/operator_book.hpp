#pragma once
#include <filesystem>
#include <memory>
#include <string>

#include "api/access/credentials.hpp"
#include "ledger/book.hpp"

namespace meterbook {

/// The operators of a book that nobody serves now, as whoever sits at the machine changes them:
/// the same events as over HTTP, by `machine`.
class OperatorBook {
public:
    /// Throws Cannot where there is no book and none shall be made.
    OperatorBook(const std::filesystem::path& directory, bool may_create);

    void add(const ledger::OperatorAdded& wanted);

    /// All of an operator, changed by `change`.
    template <class Change>
    void change(const ledger::OperatorId& who, Change&& change) {
        ledger::OperatorChanged wanted = as_known(who);
        change(wanted);
        ask(ledger::ChangeOperator{std::move(wanted)});
    }

    /// @param password that has no fault (api/access/password.hpp)
    void set_password(const ledger::OperatorId& who, const std::string& password);

    /// What a machine gives as its bearer: shown once.
    std::string issue_key(const ledger::KeyIssued& wanted);
    void revoke_key(const ledger::OperatorId& who, const ledger::ApiKeyId& key);

    ledger::Book& book() { return *book_; }
    bool has_password(const ledger::OperatorId& who) const {
        return credentials_.password(who).has_value();
    }

private:
    ledger::OperatorChanged as_known(const ledger::OperatorId& who) const;
    void ask(ledger::Command command);

    std::unique_ptr<ledger::Book> book_;
    api::Credentials credentials_;
};

}  // namespace meterbook
