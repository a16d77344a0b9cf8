#pragma once
#include <fstream>
#include <functional>

#include "ledger/book.hpp"
#include "tests/support/temporary_directory.hpp"

/// A real book with one opened meter whose wallet is A1.M1; opening the directory again goes on
/// with it.
class OpenedBook {
public:
    explicit OpenedBook(
        const std::filesystem::path& directory,
        std::function<ledger::Instant()> clock = [] { return opening_hour; });

    /// When it is opened, unless another clock is given: 8 o'clock on 1 October 2026 at the site.
    static constexpr ledger::Instant opening_hour{1'790'812'800'000'000};

    ledger::Book& book() { return *book_; }
    static ledger::Request sale(const std::string& key, std::int64_t amount);
    ledger::Outcome sell(const std::string& key, std::int64_t cents) {
        return book_->execute(sale(key, cents));
    }
    ledger::Money balance() const;

    /// From now on A1 has a second meter, M2, that hangs in this building.
    void share_account(const ledger::BuildingId& building);

private:
    void tell(ledger::Command command);
    std::unique_ptr<ledger::Book> book_;
};
