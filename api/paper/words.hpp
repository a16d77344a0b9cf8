#pragma once
#include <string>

#include "api/language.hpp"
#include "ledger/events/words.hpp"
#include "ledger/values/id.hpp"
#include "projections/balances.hpp"
#include "projections/sales.hpp"

namespace api {

/// What stands on paper, in one of two languages.
class Words {
public:
    explicit Words(Language language) : language_(language) {}

    bool are_chinese() const { return language_ == Language::zh; }
    std::string of(const char* chinese, const char* english) const {
        return language_ == Language::zh ? chinese : english;
    }
    std::string of(ledger::Band band) const;
    std::string of(projections::EntryKind kind) const;
    /// Methods that are known everywhere have names; others stay as the site calls them.
    std::string of(const ledger::MethodId& method) const;
    std::string title_of(projections::TransactionType type) const;

private:
    Language language_;
};

}  // namespace api
