#pragma once
#include <condition_variable>
#include <deque>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <span>
#include <thread>
#include <unordered_map>
#include <vector>

#include "ledger/book.hpp"
#include "ledger/events/stored_events.hpp"
#include "ledger/held_briefly.hpp"
#include "ledger/journal/index.hpp"
#include "ledger/journal/journal.hpp"
#include "ledger/keys/key_ring.hpp"
#include "ledger/reply.hpp"
#include "ledger/rules/energy/look_ahead.hpp"
#include "ledger/rules/stamp.hpp"

namespace ledger {

/// Of many requests: each on its own merits, or all or none.
enum class Acceptance { each, together };

/// The three threads behind the book. One decides: it takes what waits, decides and applies, and
/// fills the current sheet. The next seals a sheet: it hashes the events into the tree. The last
/// commits: it writes one sheet as one durable frame and then answers everybody on it, and seals a
/// small one itself, which is sooner done than another thread is woken for it. While a
/// sheet is on its way to the disk the next one fills up, so the fsync of one frame is the batching
/// window of the next; only where the sheets get full are more on their way, so that neither the
/// decider nor the disk waits where the other takes longer than usual.
class Writer {
public:
    Writer(Journal& journal, Index& index, KeyRing& keys, State state, const BookOptions& options);
    ~Writer();
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    /// Commits what was accepted, then ends its threads: the state changes no more. Once.
    void stop();

    std::future<Outcome> submit(Request request);
    void submit(Request request, Reply::Then then);
    std::future<std::vector<Outcome>> submit_all(std::vector<Request> requests,
                                                 Acceptance acceptance = Acceptance::each);
    Outcome preview(const Request& request) const;
    std::vector<Outcome> preview_all(const std::vector<Request>& requests) const;

    std::shared_lock<std::shared_mutex> hold_state() const {
        return held_briefly<std::shared_lock<std::shared_mutex>>(state_mutex_);
    }
    const State& state() const { return state_; }

private:
    struct Waiting {
        std::vector<Request> requests;
        std::shared_ptr<Reply> reply;
        Acceptance acceptance = Acceptance::each;
    };
    /// Where the events of a known key are.
    struct Known {
        Position first;
        std::uint32_t events;
        std::string fingerprint;
        std::string actor;   ///< a repetition is asked by the same
        std::string reason;  ///< and for the same reason

        bool is_of(const Request& request, const std::string& asked) const;
    };
    /// What a list of commands would bring, one after another.
    struct Rehearsal {
        std::vector<Outcome> outcomes;
        bool has_written_part = false;  ///< a key of it was met before the list
    };
    /// What one caller gets once the sheet is durable.
    struct Answer {
        Reply* reply;                    ///< one of its sheet's
        std::size_t index;               ///< in the reply
        std::optional<Outcome> outcome;  ///< none: the events of `repeated`, read back
        std::unique_ptr<Known> repeated{};
        /// Of the receipt, among those that are shown; none: the receipt leaves them out.
        std::optional<std::size_t> first_shown{};
    };
    /// A frame that fills up. A reading is written down at once and forgotten: only its bytes go
    /// from one thread to the next, in memory that the sheets keep.
    struct Sheet {
        StoredEvents events;
        Instant recorded_at;                ///< the last one
        std::vector<Event> shown;           ///< in receipts
        std::vector<CustomerId> forgotten;  ///< by the events
        std::vector<Answer> answers;
        std::vector<std::shared_ptr<Reply>> replies;  ///< that these are for
        std::vector<std::vector<Waiting>> decided;    ///< forgotten by the sealer: it has time
        SealedFrame frame;                            ///< of the events, where there are any
        bool is_sealed = false;
        Bytes snapshot;      ///< the encoded state after it; empty: none is due
        std::string broken;  ///< what could not be read to decide it; empty: nothing

        void write_down(const Envelope& envelope, const Payload& payload);
        void clear();
    };

    void decide_loop();
    void seal_loop();
    void commit_loop();
    void enqueue(Request request, std::shared_ptr<Reply> reply);
    void enqueue(Waiting waiting);
    std::vector<Waiting> take_waiting();
    void decide_waiting(const std::vector<Waiting>& waiting);
    static void look_at(std::span<const Request> requests, std::size_t at, LookAhead& ahead);
    bool are_refused_together(const Waiting& waiting, Instant now);
    Answer decide_or_stop(const Request& request, Instant now);
    void promise(Answer answer, const std::shared_ptr<Reply>& reply, std::size_t index);
    Answer decide_one(const Request& request, Instant now);
    void enter(std::vector<Draft> drafts, const Stamp& stamp, bool is_shown);
    std::optional<Known> find_key(const std::string& key) const;
    std::optional<Known> look_up_key(const std::string& key) const;
    Rehearsal rehearse(const std::vector<Request>& requests, Instant now) const;
    static Outcome preview_in(const State& state, const Request& request, Instant now);
    Outcome as_known(const Request& request, const Known& known) const;
    void forget_indexed_keys();
    bool has_room(std::size_t events) const;
    bool may_hand_over() const;
    bool is_worth_waking() const;
    bool is_snapshot_due() const;
    bool is_light() const;
    bool has_sheet_in_waiting() const;
    bool may_take_over() const;
    void wake_the_others();
    Sheet take_sheet();
    void hand_over();
    void seal(Sheet& sheet);
    void seal_on_the_way(Sheet& sheet, std::unique_lock<std::mutex>& lock);
    void commit(Sheet& sheet);
    void destroy_keys(const Sheet& sheet);
    void answer(Sheet& sheet);
    void save_snapshot(const Bytes& state);
    void stop_with(const std::string& sentence, Sheet& sheet);

    Journal& journal_;
    Index& index_;
    KeyRing& keys_;
    const BookOptions& options_;

    mutable std::shared_mutex state_mutex_;
    State state_;
    std::unordered_map<std::string, Known> recent_keys_;  ///< not indexed yet; with state_
    std::size_t forget_at_ = 0;  ///< so many of them, and the indexed ones go
    Position snapshot_at_;

    mutable std::mutex mutex_;  ///< guards what the threads and the callers share
    std::condition_variable wake_decider_;
    std::condition_variable wake_sealer_;
    std::condition_variable wake_committer_;
    std::deque<Waiting> queue_;
    std::size_t asked_ = 0;  ///< requests in the queue
    std::optional<Sheet> sealing_;
    /// To the disk. The first is committed now; if it is small, it is sealed only then.
    std::deque<Sheet> row_;
    std::vector<Sheet> blank_;  ///< sheets that were used before, for their memory
    std::optional<std::string> failed_;
    bool stopping_ = false;
    bool decided_all_ = false;
    bool sealed_all_ = false;

    bool is_deciding_ = false;  ///< else nobody changes the sheet or the state
    Sheet sheet_;               ///< the decider's own, or the committer's under the mutex
    std::thread decider_;
    std::thread sealer_;
    std::thread committer_;
};

}  // namespace ledger
