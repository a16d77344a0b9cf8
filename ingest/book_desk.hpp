#pragma once
#include "ingest/desk.hpp"
#include "ingest/field.hpp"
#include "ledger/book.hpp"

namespace ingest {

/// The desk beside the book: it reads every line but those of gateways that collect by themselves.
class BookDesk : public Desk {
public:
    /// Both have to outlive it.
    BookDesk(ledger::Book& book, const Report& report) : book_(book), report_(report) {}

    void look(const std::function<void(const ledger::State&)>& at) const override;
    std::uint64_t version() const override;
    bool reads(const ledger::State& state, const ledger::LineRegistered& line) const override;

    /// Asks on behalf of the poller; a refusal is reported.
    bool tell(ledger::Command command, const std::string& reason) override;

private:
    ledger::Book& book_;
    const Report& report_;
};

}  // namespace ingest
