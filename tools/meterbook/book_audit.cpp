#include "tools/meterbook/book_audit.hpp"

#include <fstream>
#include <iterator>

#include <fmt/core.h>

#include "ledger/events/event_codec.hpp"
#include "ledger/proofs/kept_checkpoints.hpp"
#include "ledger/proofs/log_hashes.hpp"
#include "ledger/rules/apply.hpp"
#include "ledger/rules/laws.hpp"
#include "ledger/rules/postings.hpp"
#include "ledger/values/judging.hpp"
#include "tools/meterbook/bundle/balance_check.hpp"
#include "tools/meterbook/command_line.hpp"
#include "tools/meterbook/stopped_book.hpp"

namespace meterbook {
namespace {

constexpr const char* bytes_are_whole = "bytes";

Finding at(ledger::Position position, std::string check, std::string detail) {
    return {position.number, std::move(check), std::move(detail)};
}

}  // namespace

BookAudit::BookAudit(const ledger::Journal& journal, const ScratchFolder& scratch,
                     std::filesystem::path book, std::string trusted)
    : journal_(journal),
      book_(std::move(book)),
      trusted_(std::move(trusted)),
      past_(journal, scratch / "index"),
      keys_(scratch / "keys"),
      chain_(key_beside(book_)) {}

std::optional<Finding> BookAudit::run() {
    auto found = read_all();
    if (!found) found = runs_.finish();
    if (!found) found = check_balances();
    // What was signed before the first wrong event may be wrong, too.
    const std::uint64_t below = found ? found->position : UINT64_MAX;
    return earlier(check_checkpoints(below == 0 ? UINT64_MAX : below), std::move(found));
}

std::optional<Finding> BookAudit::read_all() {
    ProgressLine progress("verify");
    const std::uint64_t all = journal_.head().last.number;
    ledger::Audit audit(journal_);
    auto reader = journal_.read({1});
    while (const auto entry = reader.next()) {
        if (auto found = take(*entry, audit)) return found;
        progress.show(entry->position.number, all);
    }
    if (const auto wrong = audit.finish()) return at(journal_.head().last, bytes_are_whole, *wrong);
    return std::nullopt;
}

std::optional<Finding> BookAudit::take(const ledger::Entry& entry, ledger::Audit& audit) {
    if (const auto wrong = audit.take(entry)) return at(entry.position, bytes_are_whole, *wrong);
    const ledger::Event event = event_in(entry);
    if (encode(event) != entry.bytes)  // of a schema that nothing takes further
        return at(entry.position, events_are_of_the_vocabulary,
                  "its bytes hold more than the event that is read in them");
    if (auto found = take_judging(event)) return found;
    if (auto found = chain_.take(entry.position.number, entry.bytes)) return found;
    if (audit.ended() && audit.ended()->committed_at != event.envelope.recorded_at)
        return at(entry.position, frames_give_the_root_and_chain, "its frame has another time");
    return std::nullopt;
}

/// Whoever can write to the disk can write any number.
std::optional<Finding> BookAudit::take_judging(const ledger::Event& event) {
    try {
        const ledger::Judging judging;
        return take_event(event);
    } catch (const ledger::Impossible& impossible) {
        return impossible_at(event.envelope.position.number, impossible);
    }
}

std::optional<Finding> BookAudit::take_event(const ledger::Event& event) {
    const ledger::Position position = event.envelope.position;
    const auto past_of = [&](const ledger::MeterId& meter, std::size_t most) {
        return past_.of(state_, meter, most);
    };
    if (const auto breach = ledger::find_breach(state_, event, past_of))
        return at(position, std::string(to_text(breach->law)), breach->detail);
    if (auto found = runs_.take(event.envelope)) return found;
    const std::string& key = event.envelope.idempotency_key;
    if (!key.empty() && !keys_.is_new(key, position))
        return at(position, keys_are_used_once,
                  fmt::format("key '{}' stands on an earlier event too", key));
    for (const ledger::Posting& each : ledger::postings(event.payload))
        balances_[each.account] += each.amount;
    ledger::apply(state_, event);
    return std::nullopt;
}

/// The state's balances against the plain sums of all postings.
std::optional<Finding> BookAudit::check_balances() const {
    try {
        const ledger::Judging judging;
        return balances_breach(balances_, state_, state_.last.number);
    } catch (const ledger::Impossible& impossible) {
        return impossible_at(state_.last.number, impossible);
    }
}

/// What was signed is this log, and was signed by the keys that held then.
std::optional<Finding> BookAudit::check_checkpoints(std::uint64_t below) {
    if (!trusted_.empty()) chain_.begin_with(trusted_);
    if (chain_.keys().empty()) unsigned_ = "no public key lies beside the log: give it by --key";
    std::optional<Finding> found;
    std::optional<ledger::SignedCheckpoint> newest;
    journal_.each_checkpoint(0, [&](std::uint64_t size, ledger::BytesView bytes) {
        if (size >= below) return false;
        newest = ledger::signed_checkpoint_from(bytes);
        auto fault = newest && newest->checkpoint.tree.size == size
                         ? fault_in(*newest)
                         : std::optional<std::string>("the checkpoint of this size is none");
        if (fault) found = at({size}, checkpoints_are_signed, std::move(*fault));
        return !found;
    });
    if (found || below != UINT64_MAX) return found;
    if (auto wrong = check_last()) return wrong;
    lacks_key_ = newest && chain_.keys().empty();
    if (!newest) unsigned_ = "nothing is signed: start and stop the book once, and it is";
    return newest ? check_trusted(*newest) : std::nullopt;
}

/// Whom the caller trusts signed the newest checkpoint, or handed over to who did.
std::optional<Finding> BookAudit::check_trusted(const ledger::SignedCheckpoint& newest) const {
    if (trusted_.empty() || chain_.is_reached(newest, trusted_)) return std::nullopt;
    return at({newest.checkpoint.tree.size}, checkpoints_are_signed,
              fmt::format("the last checkpoint is not signed by {}, nor by a key that it handed "
                          "over to",
                          trusted_));
}

/// The signer keeps what it signed last beside the log, too: a checkpoint that is gone from the log
/// is told by it.
std::optional<Finding> BookAudit::check_last() const {
    std::ifstream in(book_ / "signing" / "LAST", std::ios::binary);
    if (!in) return std::nullopt;
    const std::string note{std::istreambuf_iterator<char>(in), {}};
    const auto last = ledger::signed_checkpoint_from(note);
    if (!last) return at({}, checkpoints_are_signed, "signing/LAST is no checkpoint");
    const std::uint64_t size = last->checkpoint.tree.size;
    if (auto fault = fault_in(*last))
        return at({size}, checkpoints_are_signed, "signing/LAST: " + *fault);
    bool is_kept = false;
    journal_.each_checkpoint(size, [&](std::uint64_t kept, ledger::BytesView) {
        is_kept = kept == size;
        return false;
    });
    if (!is_kept)
        return at({size}, checkpoints_are_signed,
                  "signing/LAST says that the log was signed at this size, and the log holds no "
                  "such checkpoint");
    if (auto fault = ledger::kept_now(journal_, last).fault)
        return at({size}, checkpoints_are_signed, std::move(*fault));
    return std::nullopt;
}

std::optional<std::string> BookAudit::fault_in(const ledger::SignedCheckpoint& checkpoint) const {
    const ledger::TreeHead& tree = checkpoint.checkpoint.tree;
    if (checkpoint.checkpoint.origin != ledger::origin_of(journal_.store()) ||
        tree.size > journal_.head().last.number ||
        ledger::LogHashes(journal_).root_at(tree.size) != tree.root)
        return "the checkpoint of this size is not of this log";
    if (!chain_.keys().empty() && !chain_.is_signed_then(checkpoint))
        return "the checkpoint of this size is not signed by the key that held then";
    return std::nullopt;
}

Checklist BookAudit::checks(const std::optional<Finding>& found) const {
    const std::string behind = found ? "not behind what is wrong" : "";
    Checklist list(found ? std::vector{*found} : std::vector<Finding>{});
    for (const char* each : {bytes_are_whole, events_are_of_the_vocabulary}) list.add(each, behind);
    list.add_laws(behind);
    for (const char* each : {commands_are_whole, event_ids_are_used_once, keys_are_used_once,
                             frames_give_the_root_and_chain, keys_follow_each_other,
                             all_balances_sum_to_zero, balance_is_the_sum})
        list.add(each, behind);
    list.add(checkpoints_are_signed, behind.empty() ? unsigned_ : behind);
    for (const char* each : {"index_is_what_the_events_give", "snapshot_is_what_the_events_give",
                             projections_are_true})
        list.add(each, behind);
    return list;
}

}  // namespace meterbook
