#include "ledger/book.hpp"

#include <mutex>
#include <utility>

#include <fmt/core.h>

#include "ledger/corrector.hpp"
#include "ledger/events/event_codec.hpp"
#include "ledger/journal/fault.hpp"
#include "ledger/journal/index.hpp"
#include "ledger/journal/journal.hpp"
#include "ledger/keys/key_ring.hpp"
#include "ledger/proofs/signer.hpp"
#include "ledger/rules/apply.hpp"
#include "ledger/rules/office/signing_keys.hpp"
#include "ledger/rules/state_codec.hpp"
#include "ledger/snapshot.hpp"
#include "ledger/writer.hpp"

namespace ledger {
namespace {

constexpr const char* snapshot_name = "state.snapshot";

/// Newest trusted snapshot, else nothing: where the fold begins.
State starting_state(const Journal& journal, const std::filesystem::path& directory) {
    auto snapshot = read_snapshot(directory / snapshot_name);
    if (!snapshot || snapshot->state.last > journal.head().last) return {};
    const auto frame = journal.frame_ending_at(snapshot->state.last);
    return frame && frame->chain == snapshot->chain ? std::move(snapshot->state) : State{};
}

State fold(const Journal& journal, State state) {
    auto reader = journal.read(state.last.next());
    while (const auto entry = reader.next()) {
        const auto event = decode_event(entry->bytes);
        if (!event)
            throw std::runtime_error(
                fmt::format("event {} is not of a vocabulary that this release knows: start the "
                            "release that wrote it, or a newer one",
                            entry->position.number));
        apply(state, *event);
    }
    return state;
}

/// Several threads may find out at the same moment that the log cannot be read.
std::function<void(const std::string&)> told_once(std::function<void(const std::string&)> report) {
    return [report = std::move(report),
            once = std::make_shared<std::once_flag>()](const std::string& sentence) {
        if (report) std::call_once(*once, report, sentence);
    };
}

/// A process that died between the event and the end of the key left the key.
void finish_forgetting(const State& state, KeyRing& keys) {
    for (const auto& [id, customer] : state.customers) {
        if (!customer.forgotten.is_none()) keys.destroy(id);
    }
}

/// Where the rest of a book is and its log is not, a new log would begin and look like the book: a
/// volume that is not mounted, or a directory that was moved.
void refuse_lost_log(const std::filesystem::path& directory) {
    if (std::filesystem::exists(directory / "journal" / "ANCHOR") ||
        std::filesystem::exists(directory / "journal" / "log"))
        return;
    for (const char* part : {"index", "projections", "keys"}) {
        std::error_code none;  // then there is nothing in it
        const std::filesystem::directory_iterator inside(directory / part, none);
        if (inside != std::filesystem::directory_iterator())
            throw JournalDamaged(
                {}, fmt::format("{} holds no log, and {} of a book is beside it: bring the log "
                                "back from where it went, or restore the last backup",
                                (directory / "journal").string(), part));
    }
}

Refusal forgotten(const CustomerId& customer) {
    return {Rule::customer_must_not_be_forgotten, "customer",
            fmt::format("customer '{}' was forgotten: give whoever comes now another id",
                        customer.text())};
}

}  // namespace

struct Book::Parts {
    Parts(BookOptions given, Journal opened)
        : options(std::move(given)),
          journal(std::move(opened)),
          index(Index::open(options.directory / "index", journal, options.on_failure)),
          keys(options.directory / "keys") {
        State state = fold(journal, starting_state(journal, options.directory));
        finish_forgetting(state, keys);
        std::vector<std::string> named = signing_keys_of(state);
        writer = std::make_unique<Writer>(journal, index, keys, std::move(state), options);
        signer = std::make_unique<Signer>(
            journal, SignerOptions{options.directory / "signing", std::move(named),
                                   [this] { return newest_period(); }, options.on_trouble,
                                   options.on_failure});
    }

    /// The event that closed a period last; it may not be durable yet.
    Position newest_period() const {
        const auto guard = writer->hold_state();
        const auto& periods = writer->state().office.periods;
        return periods.empty() ? Position{} : periods.back().closed;
    }

    void start_corrector(Book& book) {
        corrector = std::make_unique<Corrector>(book, options.on_failure);
    }

    BookOptions options;
    Journal journal;
    Index index;
    KeyRing keys;
    std::unique_ptr<Writer> writer;
    std::unique_ptr<Signer> signer;
    std::unique_ptr<Corrector> corrector;
};

std::unique_ptr<Book> Book::open(BookOptions options) {
    ensure(options.clock != nullptr, "the book is given a clock");
    std::filesystem::create_directories(options.directory);
    refuse_lost_log(options.directory);
    Journal journal =
        Journal::open(options.directory / "journal", {.on_trouble = options.on_trouble});
    options.on_failure = told_once(std::move(options.on_failure));
    const bool corrects = options.corrects;
    auto book = std::unique_ptr<Book>(
        new Book(std::make_unique<Parts>(std::move(options), std::move(journal))));
    if (corrects) book->parts_->start_corrector(*book);
    return book;
}

Book::Book(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

Book::~Book() {
    parts_->corrector.reset();
    parts_->writer->stop();
    parts_->signer->finish();
    const State& state = parts_->writer->state();  // nobody changes it any more
    const Head head = parts_->journal.head();
    if (head.last != state.last) return;
    const std::filesystem::path file = parts_->options.directory / snapshot_name;
    try {
        write_snapshot(file, encode(state), head.chain);
    } catch (const std::exception&) {
        // A snapshot is a cache: without it the next start takes longer and ends the same.
        remove_unfinished_snapshot(file);
    }
}

std::future<Outcome> Book::submit(Request request) {
    return parts_->writer->submit(std::move(request));
}

void Book::submit(Request request, std::function<void(std::future<Outcome>)> then) {
    parts_->writer->submit(std::move(request), std::move(then));
}

std::future<std::vector<Outcome>> Book::submit_all(std::vector<Request> requests) {
    return parts_->writer->submit_all(std::move(requests));
}

std::future<std::vector<Outcome>> Book::submit_together(std::vector<Request> requests) {
    return parts_->writer->submit_all(std::move(requests), Acceptance::together);
}

Outcome Book::execute(Request request) { return submit(std::move(request)).get(); }

Outcome Book::rotate_signing_key(Request request) {
    std::optional<Outcome> outcome;
    parts_->signer->hand_over([&](const KeyRotation& rotation) {
        request.command = rotation_command(rotation);
        request.asked = "the next signing key";
        outcome = execute(std::move(request));
        return *outcome && !(*outcome)->repeated;
    });
    return *std::move(outcome);
}

Outcome Book::preview(const Request& request) const { return parts_->writer->preview(request); }

std::vector<Outcome> Book::preview_all(const std::vector<Request>& requests) const {
    return parts_->writer->preview_all(requests);
}

bool Book::is_forgotten(const CustomerId& id) const {
    return read([&](const State& state) {
        const Customer* customer = find(state.customers, id);
        return customer != nullptr && !customer->forgotten.is_none();
    });
}

Result<RegisterCustomer, Refusal> Book::seal(const Person& person) {
    if (const auto no = check_person(person)) return refused(*no);
    if (is_forgotten(person.customer)) return refused(forgotten(person.customer));
    const SealKey key = parts_->keys.keep(person.customer);
    // Forgotten meanwhile: a key that was made after the other had been destroyed must not stay.
    if (is_forgotten(person.customer)) {
        parts_->keys.destroy(person.customer);
        return refused(forgotten(person.customer));
    }
    return sealed_person(person, key);
}

Result<RegisterCustomer, Refusal> Book::seal_for_preview(const Person& person) const {
    if (const auto no = check_person(person)) return refused(*no);
    const auto known = parts_->keys.find(person.customer);
    return sealed_person(person, known ? *known : fresh_key());
}

ShownPerson Book::show(const Customer& customer) const {
    return shown_person(customer, parts_->keys);
}

std::shared_lock<std::shared_mutex> Book::hold_state() const {
    return parts_->writer->hold_state();
}

const State& Book::state() const { return parts_->writer->state(); }

const Journal& Book::journal() const { return parts_->journal; }

const Index& Book::index() const { return parts_->index; }

Signer& Book::signer() const { return *parts_->signer; }

}  // namespace ledger
