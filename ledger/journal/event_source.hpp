#pragma once
#include <memory>
#include <optional>

#include "ledger/journal/journal.hpp"

namespace ledger {

/// Goes through the events of a source in order. One thread.
class EventReader {
public:
    virtual ~EventReader() = default;

    /// The next event; nothing at the end. Throws JournalDamaged where its bytes are wrong.
    virtual std::optional<Entry> next() = 0;
};

/// A whole log from position 1 on, wherever its events lie: in a journal, or in what was exported
/// of one. Who looks at the past asks it, and need not know which.
class EventSource {
public:
    virtual ~EventSource() = default;

    /// The last event; none of an empty log.
    virtual Position last() const = 0;

    /// The stored bytes of one event. Throws JournalDamaged where there are none.
    virtual Bytes get(Position position) const = 0;

    virtual std::unique_ptr<EventReader> read(Position from) const = 0;
};

/// Of a journal: one that stays, or one that is handed over.
class JournalEvents final : public EventSource {
public:
    explicit JournalEvents(const Journal& journal) : journal_(&journal) {}
    explicit JournalEvents(Journal&& journal)
        : own_(std::make_unique<Journal>(std::move(journal))), journal_(own_.get()) {}

    Position last() const override { return journal_->head().last; }
    Bytes get(Position position) const override { return journal_->get(position); }
    std::unique_ptr<EventReader> read(Position from) const override {
        return std::make_unique<Reader>(journal_->read(from));
    }

private:
    class Reader final : public EventReader {
    public:
        explicit Reader(JournalReader reader) : reader_(std::move(reader)) {}
        std::optional<Entry> next() override { return reader_.next(); }

    private:
        JournalReader reader_;
    };

    std::unique_ptr<const Journal> own_;
    const Journal* journal_;
};

}  // namespace ledger
