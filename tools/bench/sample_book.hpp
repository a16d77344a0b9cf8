#pragma once
#include <atomic>
#include <filesystem>
#include <memory>
#include <vector>

#include "ledger/book.hpp"

namespace bench {

/// A directory that is gone with this object.
class TemporaryDirectory {
public:
    TemporaryDirectory();
    ~TemporaryDirectory();
    TemporaryDirectory(const TemporaryDirectory&) = delete;
    TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

/// A book of 1,000 opened meters with four rate registers under a time-of-use tariff, with credit,
/// and a clock that moves by half an hour a round.
class SampleBook {
public:
    explicit SampleBook(const std::filesystem::path& directory);

    ledger::Book& book() { return *book_; }
    const std::vector<ledger::WalletId>& wallets() const { return wallets_; }

    using Batches = std::vector<std::vector<ledger::Request>>;

    /// The next readings in turn, in the batches in which they are recorded.
    Batches next_batches(std::size_t readings);

    /// Records them and waits until they are durable.
    void record(Batches batches);

private:
    void set_up();
    void set_up_meter(std::size_t number);
    void tell(ledger::Command command);
    ledger::Request next_reading();  ///< every meter once, then half an hour later again

    std::shared_ptr<std::atomic<std::int64_t>> now_;  ///< shared with the book's clock
    std::unique_ptr<ledger::Book> book_;
    std::vector<ledger::MeterId> meters_;
    std::vector<ledger::WalletId> wallets_;
    std::vector<ledger::Registers> registers_;
    std::size_t turn_ = 0;
};

}  // namespace bench
