#include "ledger/writer.hpp"

#include <algorithm>
#include <utility>

#include "ledger/events/event_codec.hpp"
#include "ledger/journal/entropy.hpp"
#include "ledger/journal/recorded_event.hpp"
#include "ledger/request.hpp"
#include "ledger/rules/apply.hpp"
#include "ledger/rules/decide.hpp"
#include "ledger/rules/state_codec.hpp"
#include "ledger/snapshot.hpp"
#include "ledger/values/limits.hpp"
#include "ledger/values/thread_name.hpp"

namespace ledger {
namespace {

static_assert(most_events_of_a_command <= Journal::most_events);

constexpr std::size_t commands_at_once = 16;           // then it is seen whether the disk is free
constexpr std::size_t events_sealed_on_the_way = 128;  // sooner done than another is woken for it
constexpr std::size_t fewest_to_forget = 4'096;        // keys, of which some are indexed
constexpr std::size_t most_in_a_row = 8;  // one is on its way to the disk, the others wait for it
constexpr std::size_t fetched_ahead = 6;  // before they are looked at

}  // namespace

Writer::Writer(Journal& journal, Index& index, KeyRing& keys, State state,
               const BookOptions& options)
    : journal_(journal),
      index_(index),
      keys_(keys),
      options_(options),
      state_(std::move(state)),
      snapshot_at_(state_.last),
      decider_([this] { decide_loop(); }),
      sealer_([this] { seal_loop(); }),
      committer_([this] { commit_loop(); }) {}

Writer::~Writer() { stop(); }

void Writer::stop() {
    if (!decider_.joinable()) return;
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_decider_.notify_one();
    decider_.join();
    sealer_.join();
    committer_.join();
}

// --- deciding --------------------------------------------------------------------------------

void Writer::decide_loop() {
    name_thread("decider");
    std::unique_lock lock(mutex_);
    for (;;) {
        const auto has_sheet = [&] { return !sheet_.answers.empty(); };
        wake_decider_.wait(
            lock, [&] { return !queue_.empty() || stopping_ || (has_sheet() && may_hand_over()); });
        if (!queue_.empty()) {
            std::vector<Waiting> waiting = take_waiting();
            is_deciding_ = true;
            lock.unlock();
            decide_waiting(waiting);
            sheet_.decided.push_back(std::move(waiting));
            lock.lock();
            is_deciding_ = false;
        }
        if (has_sheet() && (stopping_ || may_hand_over())) {
            is_deciding_ = true;
            lock.unlock();
            hand_over();
            lock.lock();
            is_deciding_ = false;
        }
        if (stopping_ && queue_.empty() && !has_sheet()) break;
    }
    decided_all_ = true;
    wake_sealer_.notify_one();
}

std::vector<Writer::Waiting> Writer::take_waiting() {
    std::vector<Waiting> waiting;
    while (!queue_.empty() && waiting.size() < commands_at_once) {
        asked_ -= queue_.front().requests.size();
        waiting.push_back(std::move(queue_.front()));
        queue_.pop_front();
    }
    return waiting;
}

void Writer::decide_waiting(const std::vector<Waiting>& waiting) {
    for (const Waiting& each : waiting) {
        const Instant now = options_.clock();
        if (each.acceptance == Acceptance::together && are_refused_together(each, now)) continue;
        LookAhead ahead(state_);
        for (std::size_t i = 0; i < std::min(LookAhead::depth, each.requests.size()); ++i)
            look_at(each.requests, i, ahead);
        for (std::size_t i = 0; i < each.requests.size(); ++i) {
            look_at(each.requests, i + LookAhead::depth, ahead);
            promise(decide_or_stop(each.requests[i], now), each.reply, i);
        }
    }
    forget_indexed_keys();
}

/// Whoever asked has written the requests long ago, so that they are fetched themselves too.
void Writer::look_at(std::span<const Request> requests, std::size_t at, LookAhead& ahead) {
    if (requests.size() < 2) return;  // nothing to do meanwhile
    if (at + fetched_ahead < requests.size()) fetch(&requests[at + fetched_ahead]);
    ahead.see(at < requests.size() ? std::get_if<RecordReading>(&requests[at].command) : nullptr);
}

/// Where the disk cannot be read the sheet is broken, and the book stops when it comes to it.
Writer::Answer Writer::decide_or_stop(const Request& request, Instant now) {
    try {
        return decide_one(request, now);
    } catch (const std::exception& unreadable) {
        sheet_.broken = unreadable.what();
        return {};
    }
}

/// The answer is given with the sheet that is filling up now.
void Writer::promise(Answer answer, const std::shared_ptr<Reply>& reply, std::size_t index) {
    if (sheet_.replies.empty() || sheet_.replies.back() != reply) sheet_.replies.push_back(reply);
    answer.reply = reply.get();
    answer.index = index;
    sheet_.answers.push_back(std::move(answer));
}

/// Decides against the state that everything before it left, and enters the events on the sheet.
Writer::Answer Writer::decide_one(const Request& request, Instant now) {
    if (auto no = check_request(request)) return {{}, 0, refused(*no)};
    const std::string fingerprint = fingerprint_of(request);
    if (const auto known = find_key(request.idempotency_key)) {
        if (!known->is_of(request, fingerprint))
            return {{}, 0, other_command(request.idempotency_key)};
        return {{}, 0, std::nullopt, std::make_unique<Known>(*known)};
    }
    // Only this thread changes the state, so it reads it without a lock.
    const Occasion occasion = occasion_of(request, state_, now);
    Decision decision = decide(state_, request.command, occasion);
    if (!decision) return {{}, 0, refused(decision.error())};
    const std::size_t count = decision->size();
    if (!has_room(count)) hand_over();
    const bool is_shown = !request.is_brief;
    const std::size_t first = sheet_.shown.size();
    if (count > 0) enter(std::move(*decision), stamp_for(request, occasion, fingerprint), is_shown);
    Receipt receipt{static_cast<std::uint32_t>(count), {}, false, state_.last};
    Answer answer{{}, 0, std::move(receipt)};
    if (is_shown) answer.first_shown = first;
    return answer;
}

/// Numbers the drafts, carries them into the state and puts them on the sheet.
void Writer::enter(std::vector<Draft> drafts, const Stamp& stamp, bool is_shown) {
    Stamper stamper(state_, stamp, drafts.size());
    const auto guard = held_briefly<std::unique_lock<std::shared_mutex>>(state_mutex_);
    if (!stamp.idempotency_key.empty())
        recent_keys_[std::string(stamp.idempotency_key)] = {
            state_.last.next(), static_cast<std::uint32_t>(drafts.size()),
            std::string(stamp.fingerprint), stamp.actor.name, std::string(stamp.reason)};
    for (Draft& draft : drafts) {
        Envelope envelope = stamper.next(draft, fresh_entropy());
        apply(state_, envelope, draft.payload);
        sheet_.write_down(envelope, draft.payload);
        if (is_shown) sheet_.shown.push_back({std::move(envelope), std::move(draft.payload)});
    }
}

bool Writer::Known::is_of(const Request& request, const std::string& asked) const {
    return fingerprint == asked && actor == request.actor.name && reason == request.reason;
}

std::optional<Writer::Known> Writer::find_key(const std::string& key) const {
    if (key.empty()) return std::nullopt;
    if (const auto recent = recent_keys_.find(key); recent != recent_keys_.end())
        return recent->second;
    const auto found = index_.find_key(key);
    if (!found) return std::nullopt;
    const auto envelope = decode_envelope(journal_.get(*found));
    ensure(envelope && envelope->idempotency_key == key, "the index names the event of a key");
    return Known{*found, envelope->command_events, envelope->fingerprint, envelope->actor.name,
                 envelope->reason};
}

/// All of them are looked at: where the index is behind, not before they are twice as many again.
void Writer::forget_indexed_keys() {
    if (recent_keys_.size() < forget_at_) return;
    const Position indexed = index_.position();
    const std::unique_lock guard(state_mutex_);
    std::erase_if(recent_keys_, [&](const auto& each) { return each.second.first <= indexed; });
    forget_at_ = std::max(fewest_to_forget, 2 * recent_keys_.size());
}

bool Writer::has_room(std::size_t events) const {
    // Half of a frame leaves room for what one command may write.
    return sheet_.events.count() + events <= Journal::most_events &&
           sheet_.events.bytes() < Journal::most_bytes / 2;
}

void Writer::hand_over() {
    if (is_snapshot_due()) {
        sheet_.snapshot = encode(state_);
        snapshot_at_ = state_.last;
    }
    std::unique_lock lock(mutex_);
    wake_decider_.wait(lock, [&] { return !sealing_; });
    const bool is_next = row_.empty() && is_light();
    if (is_next) {
        row_.push_back(take_sheet());
    } else {
        sealing_ = take_sheet();
    }
    lock.unlock();
    (is_next ? wake_committer_ : wake_sealer_).notify_one();
}

Writer::Sheet Writer::take_sheet() {
    Sheet taken = std::exchange(sheet_, {});
    if (!blank_.empty()) {
        sheet_ = std::move(blank_.back());
        blank_.pop_back();
    }
    return taken;
}

bool Writer::is_snapshot_due() const {
    return state_.last.number - snapshot_at_.number >= options_.snapshot_every;
}

bool Writer::is_light() const { return sheet_.events.count() <= events_sealed_on_the_way; }

/// A sheet that is nearly empty waits until the disk is free: more callers share one fsync.
bool Writer::may_hand_over() const {
    return !sealing_ && (row_.empty() || sheet_.events.count() >= Journal::most_events / 2);
}

// --- sealing ---------------------------------------------------------------------------------

void Writer::seal_loop() {
    name_thread("sealer");
    std::unique_lock lock(mutex_);
    for (;;) {
        const auto is_its_turn = [&] { return row_.empty() || row_.back().is_sealed; };
        wake_sealer_.wait(lock, [&] { return sealing_ ? is_its_turn() : decided_all_; });
        if (!sealing_) break;
        lock.unlock();
        seal(*sealing_);  // the decider waits until it is gone
        sealing_->is_sealed = true;
        sealing_->decided.clear();
        lock.lock();
        wake_sealer_.wait(lock, [&] { return row_.size() < most_in_a_row; });
        row_.push_back(std::move(*sealing_));
        sealing_.reset();
        wake_committer_.notify_one();
        wake_decider_.notify_one();
    }
    sealed_all_ = true;
    wake_committer_.notify_one();
}

void Writer::seal(Sheet& sheet) {
    if (!sheet.broken.empty() || sheet.events.count() == 0) return;
    try {
        sheet.frame = journal_.seal(sheet.events.views(), sheet.recorded_at);
    } catch (const std::exception& failed) {
        sheet.broken = failed.what();
    }
}

// --- committing ------------------------------------------------------------------------------

void Writer::commit_loop() {
    name_thread("committer");
    std::unique_lock lock(mutex_);
    for (;;) {
        wake_committer_.wait(lock, [&] { return !row_.empty() || sealed_all_; });
        if (row_.empty()) return;
        Sheet& sheet = row_.front();  // stays where it is while others queue up behind it
        const bool failed = failed_.has_value();
        if (!sheet.is_sealed) seal_on_the_way(sheet, lock);
        lock.unlock();
        if (failed) {
            stop_with("the book has stopped", sheet);
        } else {
            commit(sheet);
        }
        lock.lock();
        Sheet done = std::move(sheet);
        row_.pop_front();
        if (may_take_over()) row_.push_back(take_sheet());
        wake_the_others();
        lock.unlock();
        done.clear();  // while nobody waits for the lock
        lock.lock();
        blank_.push_back(std::move(done));
    }
}

/// A place in the row is free.
void Writer::wake_the_others() {
    if (sealing_) wake_sealer_.notify_one();
    if (!queue_.empty() || has_sheet_in_waiting()) wake_decider_.notify_one();
}

/// While the decider is at work nobody else looks at its sheet.
bool Writer::has_sheet_in_waiting() const { return !is_deciding_ && !sheet_.answers.empty(); }

void Writer::seal_on_the_way(Sheet& sheet, std::unique_lock<std::mutex>& lock) {
    lock.unlock();
    seal(sheet);
    lock.lock();
    sheet.is_sealed = true;
    if (sealing_) wake_sealer_.notify_one();
}

/// What is decided when the disk becomes free goes on without the decider, who may be asleep.
bool Writer::may_take_over() const {
    return has_sheet_in_waiting() && !sealing_ && row_.empty() && is_light() && !is_snapshot_due();
}

void Writer::commit(Sheet& sheet) {
    if (!sheet.broken.empty()) return stop_with(sheet.broken, sheet);
    try {
        if (sheet.events.count() > 0) {
            if (journal_.commit(std::move(sheet.frame)) != AppendOutcome::committed)
                return stop_with(
                    "the journal could not write a frame, and whether it is on the "
                    "disk is known only after a restart: see the disk, then start "
                    "again",
                    sheet);
        }
        destroy_keys(sheet);
        answer(sheet);
        if (!sheet.snapshot.empty()) save_snapshot(sheet.snapshot);
    } catch (const std::exception& broken) {
        stop_with(broken.what(), sheet);
    }
}

/// Whom the events forget, whoever asks now finds forgotten.
void Writer::destroy_keys(const Sheet& sheet) {
    for (const CustomerId& customer : sheet.forgotten) keys_.destroy(customer);
}

void Writer::answer(Sheet& sheet) {
    for (Answer& each : sheet.answers) {
        if (!each.outcome) {
            const Known& known = *each.repeated;
            Receipt receipt{known.events, {}, true, journal_.head().last};
            for (std::uint32_t i = 0; i < known.events; ++i)
                receipt.events.push_back(recorded_event(journal_, {known.first.number + i}));
            each.outcome = std::move(receipt);
        }
        if (each.first_shown) {
            Receipt& receipt = **each.outcome;
            const auto first = sheet.shown.begin() + static_cast<std::ptrdiff_t>(*each.first_shown);
            receipt.events.assign(std::make_move_iterator(first),
                                  std::make_move_iterator(first + receipt.count));
        }
        each.reply->tell(each.index, std::move(*each.outcome));
    }
    sheet.answers.clear();
}

/// A cache: the book goes on without it.
void Writer::save_snapshot(const Bytes& state) {
    const std::filesystem::path file = options_.directory / "state.snapshot";
    try {
        write_snapshot(file, state, journal_.head().chain);
    } catch (const std::exception& unwritten) {
        remove_unfinished_snapshot(file);
        if (options_.on_trouble)
            options_.on_trouble(std::string("no snapshot was written, so the next start takes "
                                            "longer: ") +
                                unwritten.what());
    }
}

void Writer::stop_with(const std::string& sentence, Sheet& sheet) {
    bool is_first = false;
    {
        const std::lock_guard lock(mutex_);
        is_first = !failed_;
        if (is_first) failed_ = sentence;
    }
    if (is_first && options_.on_failure) options_.on_failure(sentence);
    for (const Answer& each : sheet.answers)
        each.reply->fail(std::make_exception_ptr(BookStopped(sentence)));
    sheet.answers.clear();
}

}  // namespace ledger
