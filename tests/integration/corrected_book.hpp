#pragma once
#include <atomic>
#include <thread>

#include <gtest/gtest.h>

#include "ledger/journal/index.hpp"
#include "ledger/journal/journal.hpp"
#include "tests/integration/opened_book.hpp"

constexpr ledger::Instant first_opened{1'790'812'800'000'000};

/// The opened book once more, with a clock that goes on.
class CorrectedBook {
public:
    explicit CorrectedBook(const std::filesystem::path& directory, bool corrects = true) {
        {
            const OpenedBook first(directory);
        }
        book_ = ledger::Book::open({.directory = directory,
                                    .clock = [this] { return ledger::Instant{now_}; },
                                    .on_failure = [](const std::string& why) { FAIL() << why; },
                                    .corrects = corrects});
        now_ = std::max(first_opened.micros, book_->read([](const ledger::State& state) {
            return state.last_recorded_at.micros;
        }));
        ledger::SiteConfigured site =
            book_->read([](const ledger::State& state) { return *state.site; });
        site.look_back_days = 40;
        tell(ledger::ConfigureSite{site});
    }

    void tell(ledger::Command command) {
        const auto outcome = book_->execute(
            {std::move(command), {ledger::ActorKind::system, "test", ""}, "test", ""});
        ASSERT_TRUE(outcome.has_value()) << outcome.error().detail;
    }

    /// So many steps an hour, read every hour.
    void read(std::uint64_t hours) {
        for (std::uint64_t hour = 0; hour < hours; ++hour) {
            now_ += 3'600'000'000;
            total_ += 100;
            tell(ledger::RecordReading{
                ledger::MeterId("M1"), ledger::Instant{now_}, {total_, {}, 10, 1}, {}, "", 1, 1});
        }
    }

    void publish(ledger::Instant from, std::int64_t price) {
        tell(ledger::PublishTariff{ledger::TariffId("T"),
                                   "Flat",
                                   from,
                                   "",
                                   {{ledger::Band::single, ledger::Price{price}}},
                                   {}});
    }

    bool is_due() const {
        return book_->read([](const ledger::State& state) { return !state.due.empty(); });
    }

    void wait_until_corrected() const {
        for (int looks = 0; looks < 200 && is_due(); ++looks)
            book_->journal().wait_past(book_->journal().head().last, std::chrono::milliseconds(50));
        ASSERT_FALSE(is_due());
        const auto last = book_->read([](const ledger::State& state) { return state.last; });
        book_->journal().wait_past({last.number - 1}, std::chrono::seconds(10));  // and durable
    }

    void wait_until_indexed() const {
        for (int looks = 0; looks < 5'000; ++looks) {
            if (book_->index().position() == book_->journal().head().last) return;
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
        }
        FAIL() << "the index does not follow the journal";
    }

    ledger::Money balance() const {
        return book_->read([](const ledger::State& state) {
            return state.wallets.at(ledger::WalletId("A1.M1")).balance;
        });
    }

    ledger::Instant now() const { return {now_}; }
    ledger::Book& book() { return *book_; }

private:
    std::atomic<std::int64_t> now_{first_opened.micros};
    std::uint64_t total_ = 1'000;
    std::unique_ptr<ledger::Book> book_;
};
