#pragma once
#include "ledger/book.hpp"
#include "ledger/rules/decide.hpp"
#include "tests/property/folder.hpp"

namespace scenarios {

/// A real book on disk, whose clock shows what the scenario says.
class KeptBook {
public:
    ledger::Outcome ask(const ledger::Command& command, const ledger::Occasion& occasion,
                        const std::string& key) {
        now_ = occasion.now;
        return book_->execute({command, occasion.actor, occasion.reason, key, false, occasion.past,
                               occasion.seen_at, occasion.expected});
    }

private:
    property::Folder folder_;
    ledger::Instant now_;
    std::unique_ptr<ledger::Book> book_ =
        ledger::Book::open({folder_.path(), [this] { return now_; }, {}, 1000, false});
};

}  // namespace scenarios
