#pragma once
#include <filesystem>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <stdexcept>
#include <string>
#include <vector>

#include "ledger/events/event.hpp"
#include "ledger/person.hpp"
#include "ledger/rules/commands.hpp"
#include "ledger/rules/correction/past.hpp"
#include "ledger/rules/edits.hpp"
#include "ledger/rules/refusal.hpp"
#include "ledger/rules/state.hpp"

namespace ledger {

class Journal;
class Index;
class Signer;

/// A command, with who asks, why, and under which key it may be asked again.
struct Request {
    Command command;
    Actor actor;
    std::string reason;
    std::string idempotency_key;         ///< empty: none
    bool is_brief = false;               ///< the receipt counts the events and leaves them out
    Past past{};                         ///< of the meter, for a command that needs it (past.hpp)
    std::optional<Instant> seen_at{};    ///< what is told later than it was seen; none: now
    std::optional<Expected> expected{};  ///< how whoever edits saw it; none: however it is
    /// The words it was asked in, where the command is made of more than these, such as the meters
    /// of a building: its key holds them in place of the command. Empty: it holds the command.
    std::string asked{};
};

/// What became of a command that was accepted. The same key gives the same events for ever.
struct Receipt {
    std::uint32_t count = 0;    ///< of the events; 0: the command changed nothing
    std::vector<Event> events;  ///< empty where the request was brief
    bool repeated = false;      ///< the key was known: nothing new was written
    Position head;              ///< of the book, when this was answered
};

using Outcome = Result<Receipt, Refusal>;

/// The book stopped because its disk did: what waits gets this instead of an answer, and whether
/// it was written shows after the restart, under its idempotency key.
struct BookStopped : std::runtime_error {
    using std::runtime_error::runtime_error;
};

struct BookOptions {
    std::filesystem::path directory;
    std::function<Instant()> clock;  ///< UTC; may jump, the book never goes back
    std::function<void(const std::string&)> on_failure;  ///< called once; the process should end
    std::uint64_t snapshot_every = 100'000;              ///< events between snapshots of the state
    bool corrects = true;  ///< by itself what is due; else somebody asks it to
    /// Told, from any thread, in one sentence of what does not stop the book: a snapshot that could
    /// not be written makes the next start slower, and loses nothing; an anchor that could not be
    /// written leaves a lost end of the log unnoticed.
    std::function<void(const std::string&)> on_trouble{};
};

/// The one writer: takes every waiting command, decides each against the state that the ones
/// before it left, appends all their events as one durable frame, then answers all callers.
/// Every public call may be made from any thread.
class Book {
public:
    /// Opens or creates the book in a directory. Throws JournalDamaged or JournalUnavailable with
    /// one sentence that says what is wrong and the way out.
    static std::unique_ptr<Book> open(BookOptions options);
    ~Book();
    Book(const Book&) = delete;
    Book& operator=(const Book&) = delete;

    /// Answers when it is durable.
    std::future<Outcome> submit(Request request);

    /// The same, and no thread waits: `then` is called once with a future that is ready, on a
    /// thread of the book that has others to answer. It must be quick and must not throw.
    void submit(Request request, std::function<void(std::future<Outcome>)> then);

    /// Many at once, each on its own merits and in this order: what one refuses does not hold up
    /// the others. Answers when all are durable.
    std::future<std::vector<Outcome>> submit_all(std::vector<Request> requests);

    /// Many at once, all or none: where one is refused nothing is written, and the outcomes are
    /// those that a preview gives; so where a part of them was written before, and others would be
    /// new under their keys. Where they have room in one frame they are in one, so that a
    /// power cut leaves all or none of them too.
    std::future<std::vector<Outcome>> submit_together(std::vector<Request> requests);

    Outcome execute(Request request);

    /// The events that this request would write now, stamped as they would be; nothing is written.
    /// One whose key is known is answered as its repetition would be, without the events.
    Outcome preview(const Request& request) const;

    /// The same for many, each against what the ones before it would leave. Copies the state once:
    /// not for every day.
    std::vector<Outcome> preview_all(const std::vector<Request>& requests) const;

    /// The command that registers this person, sealed under a key that is on the disk now. Refuses
    /// what is no name, and who was forgotten. Throws KeyUnusable where the key cannot be used.
    Result<RegisterCustomer, Refusal> seal(const Person& person);

    /// The same for a look alone: no key is made, and the bytes will be others.
    Result<RegisterCustomer, Refusal> seal_for_preview(const Person& person) const;

    /// What the book can still say of this customer. Never throws: a key that is missing or
    /// damaged is a sentence.
    ShownPerson show(const Customer& customer) const;

    /// Calls `look` with a state that does not change meanwhile. Be quick: the writer waits.
    /// The state may be ahead of the disk by the frame that is being written; what is shown to
    /// people as money comes from the projections, which read only what is durable.
    template <class Look>
    auto read(Look&& look) const {
        const std::shared_lock<std::shared_mutex> guard = hold_state();
        return look(state());
    }

    /// The log is signed with a new key from here on; the request's command is made by the book.
    /// One at a time; others wait.
    Outcome rotate_signing_key(Request request);

    const Journal& journal() const;
    const Index& index() const;

    /// Who signs the log, and has the newest checkpoint.
    Signer& signer() const;

private:
    struct Parts;
    explicit Book(std::unique_ptr<Parts> parts);
    bool is_forgotten(const CustomerId& id) const;
    std::shared_lock<std::shared_mutex> hold_state() const;
    const State& state() const;

    std::unique_ptr<Parts> parts_;
};

}  // namespace ledger
