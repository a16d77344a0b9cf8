#include "ledger/proofs/signer.hpp"

#include <fstream>
#include <iterator>
#include <sstream>

#include <fmt/core.h>

#include "ledger/journal/durable_file.hpp"
#include "ledger/journal/fault.hpp"
#include "ledger/proofs/log_hashes.hpp"

namespace ledger {
namespace {

constexpr std::chrono::milliseconds look_every(100);
constexpr std::chrono::seconds asked_at_most_every(1);
constexpr unsigned all_read = 0644;
constexpr const char* last_name = "LAST";
constexpr const char* fresh_name = "LAST.new";

constexpr const char* way_out =
    "keep a copy of the directory, then restore the last backup; if what is missing is lost for "
    "good, whoever holds a checkpoint of it has to be told";

std::optional<std::string> content_of(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) return std::nullopt;
    return std::string(std::istreambuf_iterator<char>(in), {});
}

}  // namespace

Signer::Signer(Journal& journal, SignerOptions options)
    : journal_(journal), options_(std::move(options)), hashes_(journal) {
    const auto in_log = journal_.newest_checkpoint();
    const auto beside = content_of(options_.directory / last_name);
    keys_.emplace(options_.directory, origin_of(journal_.store()), options_.named,
                  in_log.has_value() || beside.has_value());
    for (const auto& [bytes, where] :
         {std::pair(in_log, std::string("the log's newest checkpoint")),
          std::pair(beside, (options_.directory / last_name).string())}) {
        if (!bytes) continue;
        const auto before = signed_checkpoint_from(*bytes);
        if (!before)
            throw JournalDamaged({}, fmt::format("{} is no checkpoint: {}", where, way_out));
        hold_against(*before, where);
        if (before->checkpoint.tree.size <= signed_.size) continue;
        signed_ = before->checkpoint.tree;
        note_ = *bytes;
    }
    const KeptNow kept =
        kept_now(journal_, beside ? signed_checkpoint_from(*beside) : std::nullopt);
    if (kept.fault) throw JournalDamaged({}, fmt::format("{}: {}", *kept.fault, way_out));
    kept_ = kept.all;
    is_told_ = kept.is_all_told;
    signed_at_ = std::chrono::steady_clock::now();
    thread_ = std::thread([this] { follow(); });
}

Signer::~Signer() {
    if (!thread_.joinable()) return;
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    thread_.join();
}

/// The log reaches as far as was signed, and is the one that was signed.
void Signer::hold_against(const SignedCheckpoint& before, const std::string& where) const {
    const auto& [origin, tree] = before.checkpoint;
    const Position last = journal_.head().last;
    if (origin != origin_of(journal_.store()))
        throw JournalDamaged({},
                             fmt::format("{} is of another log, {}: {}", where, origin, way_out));
    if (tree.size > last.number)
        throw JournalDamaged(
            last.next(), fmt::format("event {}: the log ends before it, and {} says that {} events "
                                     "were signed: {}",
                                     last.next().number, where, tree.size, way_out));
    bool is_signed = false;
    for (const std::string& each : keys_->history()) {
        const auto key = verifier_key_from_text(each);
        is_signed = is_signed || (key && before.note.is_signed_by(*key));
    }
    if (!is_signed)
        throw JournalDamaged(
            {}, fmt::format("{} is not signed by a key of this log: {}", where, way_out));
    if (hashes_.root_at(tree.size) != tree.root)
        throw JournalDamaged(
            {tree.size}, fmt::format("event {}: up to it the log is not the one that was signed "
                                     "({}): {}",
                                     tree.size, where, way_out));
}

void Signer::follow() {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        wake_.wait_for(lock, look_every, [&] { return stopping_; });
        if (stopping_) return;
        lock.unlock();
        const Position closed = options_.period_closed ? options_.period_closed() : Position{};
        lock.lock();
        const Position last = journal_.head().last;
        const bool closes = closed.number > signed_.size && closed <= last;
        if (closes || is_due()) sign_or_tell();
    }
}

bool Signer::is_due() const {
    const std::uint64_t unsigned_events = journal_.head().last.number - signed_.size;
    if (unsigned_events == 0 && is_told_) return false;
    return unsigned_events >= options_.events ||
           std::chrono::steady_clock::now() - signed_at_ >= options_.interval;
}

/// Under the lock.
void Signer::sign_or_tell() {
    if (failed_) return;
    try {
        sign(journal_.head());
    } catch (const JournalDamaged& damaged) {
        failed_ = true;
        if (options_.on_failure) options_.on_failure(damaged.what());
    } catch (const std::exception& refused) {
        signed_at_ = std::chrono::steady_clock::now();  // again after the interval
        if (options_.on_trouble) options_.on_trouble(refused.what());
    }
}

void Signer::sign(const Head& head) {
    const TreeHead tree{head.last.number, head.root};
    if (tree.size == signed_.size && is_told_) return;
    if (is_retired())
        throw SigningKeyUnusable(fmt::format(
            "{} has signed events that this log does not hold, and signs nothing more of it: "
            "'meterbook key BOOK --rotate --reason WHY' lets it hand over to a new one",
            keys_->current().key().text()));
    if (!is_told_) tell();
    if (tree.size == signed_.size) return;
    const auto proof =
        signed_.size == 0 ? std::vector<Hash>() : hashes_.consistency(signed_.size, tree.size);
    if (!is_consistent(signed_, tree, proof))
        throw JournalDamaged(
            {signed_.size}, fmt::format("event {}: the log does not continue what was signed up to "
                                        "it, and is not signed any more: {}",
                                        signed_.size, way_out));
    const Checkpoint checkpoint{origin_of(journal_.store()), tree};
    const std::string note = keys_->current().sign(checkpoint.text());
    journal_.keep_checkpoint(tree.size, note);
    kept_.add(note);
    signed_ = tree;
    note_ = note;
    signed_at_ = std::chrono::steady_clock::now();
    is_told_ = false;
    tell();
}

/// Of the newest checkpoint and all before it. No other one is kept until this has succeeded: at
/// most one is ever kept that signing/LAST does not tell of.
void Signer::tell() {
    const std::filesystem::path last = options_.directory / last_name;
    const std::filesystem::path fresh = options_.directory / fresh_name;
    const Checkpoint checkpoint{origin_of(journal_.store()), signed_};
    write_durably(fresh, keys_->current().sign(checkpoint.text() + kept_.line()), all_read);
    std::filesystem::rename(fresh, last);
    sync_directory(options_.directory);
    is_told_ = true;
}

bool Signer::is_retired() const {
    std::istringstream lines(content_of(options_.directory / retired_keys_file).value_or(""));
    const std::string mine = keys_->current().key().text();
    for (std::string line; std::getline(lines, line);)
        if (line == mine) return true;
    return false;
}

void Signer::finish() {
    if (!thread_.joinable()) return;
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    thread_.join();
    const std::lock_guard lock(mutex_);
    if (journal_.head().last.number > signed_.size || !is_told_) sign_or_tell();
}

std::optional<std::string> Signer::newest() const {
    const std::lock_guard lock(mutex_);
    return note_.empty() ? std::nullopt : std::optional(note_);
}

std::optional<std::string> Signer::newest_of(std::uint64_t size) {
    const std::lock_guard lock(mutex_);
    const bool may_sign = std::chrono::steady_clock::now() - signed_at_ >= asked_at_most_every;
    if (signed_.size < size && may_sign) sign_or_tell();
    return signed_.size < size ? std::nullopt : std::optional(note_);
}

/// Under the lock: what the old key signed behind the rotation would be signed by no key of then.
void Signer::hand_over(const std::function<bool(const KeyRotation&)>& record) {
    const std::lock_guard lock(mutex_);
    if (record(keys_->make_next())) keys_->adopt_next();
}

bool Signer::has_to_hand_over() const {
    const std::lock_guard lock(mutex_);
    return is_retired();
}

std::vector<std::string> Signer::keys() const {
    const std::lock_guard lock(mutex_);
    return keys_->history();
}

}  // namespace ledger
