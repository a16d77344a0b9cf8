#include "tools/meterbook/stopped_book.hpp"

#include <fmt/core.h>

#include "ledger/events/event_codec.hpp"
#include "tools/meterbook/bundle/bundle_events.hpp"
#include "tools/meterbook/command_line.hpp"

namespace meterbook {

ledger::Journal open_stopped(const std::filesystem::path& book) {
    if (!std::filesystem::is_directory(book / "journal"))
        throw Cannot(
            fmt::format("{} holds no book: give the directory that 'serve --data' was "
                        "given",
                        book.string()));
    return ledger::Journal::open(book / "journal", {.env = nullptr, .read_only = true});
}

std::unique_ptr<ledger::EventSource> open_log(const std::filesystem::path& book_or_bundle) {
    if (std::filesystem::is_regular_file(book_or_bundle))
        return std::make_unique<BundleEvents>(book_or_bundle);
    return std::make_unique<ledger::JournalEvents>(open_stopped(book_or_bundle));
}

ledger::Event event_in(const ledger::Entry& entry) {
    auto event = ledger::decode_event(entry.bytes);
    if (!event)
        throw ledger::JournalDamaged(
            entry.position, fmt::format("event {}: its bytes are no event of this vocabulary",
                                        entry.position.number));
    return std::move(*event);
}

}  // namespace meterbook
