#pragma once
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "ingest/notices/descriptor.hpp"
#include "ingest/notices/notice.hpp"
#include "ingest/notices/outcome.hpp"
#include "ledger/values/instant.hpp"

namespace notices {

/// One attempt at a notice: begun before the first byte goes out.
struct Handover {
    std::string id;  ///< of the notice
    ledger::Position notice;
    std::uint32_t attempt = 0;  ///< 1, 2, 3 …
    std::string boot;           ///< of the machine: what a page cache held dies with it
    ledger::Instant at;
    std::optional<Outcome> outcome;  ///< none: nobody saw its end yet
    bool is_reported = false;        ///< the book knows
    ledger::CustomerId customer{};   ///< whom it is for; empty: nobody knows any more
    ledger::Position text{};         ///< of the book, that it is told by; none: of our own
};

/// What was handed over, on the process's own disk: a file of JSON lines, each synced before the
/// step after it. What was taken or given up is remembered for a month, so that a book that is
/// restored from before does not send it again; then memory and file forget it, once a day. One
/// process at a time, of one thread. Everything
/// throws std::runtime_error where the disk fails.
class Handovers {
public:
    /// Reads what is there and drops what is old. Throws also where another process has it, or a
    /// line is damaged; the last one may be torn, since nobody counted on it.
    Handovers(const std::filesystem::path& file, ledger::Instant now);

    const Handover* find(const std::string& id) const;
    /// Those that went out, or may have, since that moment.
    std::vector<Handover> sent_since(ledger::Instant at) const;
    /// Those that the book does not know of yet.
    std::vector<Handover> open() const;

    // Each returns when it is on the disk.
    void begin(const Handover& handover);
    void settle(const std::string& id, const Outcome& outcome);
    void report(const std::string& id);

private:
    void read();
    void take(const std::string& line);
    void forget_old(ledger::Instant now);
    void rewrite();
    void append(const std::string& lines);

    std::filesystem::path path_;
    std::map<std::string, Handover> all_;
    ledger::Instant forgot_at_{};  ///< when what is old was forgotten last
    Descriptor lock_;
    std::optional<Descriptor> file_;
};

/// What the kernel calls this run of the machine.
std::string boot_of_machine();

}  // namespace notices
