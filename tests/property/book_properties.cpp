#include <filesystem>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "ledger/book.hpp"
#include "ledger/rules/state_codec.hpp"
#include "tests/property/folder.hpp"
#include "tests/property/generators.hpp"
#include "tests/property/on_disk.hpp"
#include "tests/property/world.hpp"

// Rule 6, with a real book in a folder: asking again is free, now and after the book was closed and
// opened; the same key with another body is refused. And rule 7 once more, through the disk.

namespace property {
namespace {

using namespace ledger;

/// A real book whose clock the test moves.
class Desk {
public:
    explicit Desk(std::uint64_t snapshot_every = 100'000) : snapshot_every_(snapshot_every) {
        open();
    }

    void open() {
        book_.reset();
        book_ = Book::open({.directory = folder_.path(),
                            .clock = [this] { return now_; },
                            .on_failure = [](const std::string&) { std::abort(); },
                            .snapshot_every = snapshot_every_,
                            .corrects = false});
    }

    ledger::Outcome ask(const Turn& turn, const std::string& key) {
        return ask(turn.command, turn.occasion, key);
    }
    ledger::Outcome ask(const Command& command, const Occasion& occasion, const std::string& key) {
        now_ = occasion.now;
        return book_->execute(
            {command, occasion.actor, occasion.reason, key, false, occasion.past});
    }

    Bytes state() const {
        return book_->read([](const State& state) { return encode(state); });
    }
    Position last() const {
        return book_->read([](const State& state) { return state.last; });
    }
    Book& book() { return *book_; }
    const std::filesystem::path& path() const { return folder_.path(); }

private:
    Folder folder_;
    std::uint64_t snapshot_every_;
    Instant now_;
    std::unique_ptr<Book> book_;
};

bool are_same(const ledger::Outcome& a, const ledger::Outcome& b) {
    if (a.has_value() != b.has_value()) return false;
    return a ? a->events == b->events : a.error() == b.error();
}

/// Told where the book is opened again: a story rotates to keys that the folder of none holds.
World told_where_it_is_kept(const Story& story) {
    World world = told(story);
    RC_PRE(world.state().office.signing_keys.empty());
    return world;
}

std::string key_of(std::size_t turn) { return "key-" + std::to_string(turn); }

void asking_again_gives_the_same_receipt_and_no_new_event(const Story& story) {
    const World world = told_where_it_is_kept(story);
    Desk desk;
    std::vector<ledger::Outcome> answers;
    for (std::size_t i = 0; i < world.turns().size(); ++i)
        answers.push_back(desk.ask(world.turns()[i], key_of(i)));
    const Position last = desk.last();

    const bool reopens = *rc::gen::arbitrary<bool>();
    if (reopens) desk.open();
    for (std::size_t i = 0; i < answers.size(); ++i) {
        if (!answers[i] || answers[i]->events.empty()) continue;
        Occasion later = world.turns()[i].occasion;
        later.now = world.now() + std::chrono::hours(1);
        const auto again = desk.ask(world.turns()[i].command, later, key_of(i));
        RC_ASSERT(are_same(again, answers[i]));
        RC_ASSERT(again->repeated);
        (*rc::gen::arbitrary<bool>() ? later.reason : later.actor.name) += "x";
        RC_ASSERT(!desk.ask(world.turns()[i].command, later, key_of(i)));  // nor by others
    }
    RC_ASSERT(desk.last() == last);
}

void the_same_key_with_another_body_is_refused(const Story& story) {
    const World world = told_where_it_is_kept(story);
    Desk desk;
    const auto& turns = world.turns();
    for (std::size_t i = 0; i < turns.size(); ++i)
        RC_ASSERT((desk.ask(turns[i], key_of(i)).has_value() || !turns[i].outcome));
    const Position last = desk.last();
    if (*rc::gen::arbitrary<bool>()) desk.open();
    for (std::size_t i = 0; i < turns.size(); ++i) {
        if (!turns[i].outcome || turns[i].outcome->empty()) continue;
        const auto other = *rc::gen::inRange<std::size_t>(0, turns.size());
        if (turns[other].command == turns[i].command) continue;
        const auto answer = desk.ask(turns[other], key_of(i));
        RC_ASSERT(!answer.has_value());
        RC_ASSERT(answer.error().rule == Rule::idempotency_key_must_keep_its_command);
    }
    RC_ASSERT(desk.last() == last);
}

void one_of_many_at_once_is_written() {
    Scene scene = *any_scene();
    scene.counter = 0;  // no shift is needed to sell
    const World world(scene);
    Desk desk;
    for (const Turn& turn : world.turns()) {
        if (turn.outcome) RC_ASSERT(desk.ask(turn, "").has_value());
    }
    const Position before = desk.last();
    const auto copies = *rc::gen::inRange(2, 40);
    std::vector<std::future<ledger::Outcome>> answers;
    for (int i = 0; i < copies; ++i)
        answers.push_back(desk.book().submit(
            {SellCredit{wallet_name(0), cents(100), MethodId("cash")}, {}, "", "one-sale"}));
    int repeated = 0;
    for (auto& each : answers) {
        const auto answer = each.get();
        RC_ASSERT(answer.has_value());
        RC_ASSERT(answer->events.front().envelope.position == before.next());
        repeated += answer->repeated ? 1 : 0;
    }
    RC_ASSERT(repeated == copies - 1);
    RC_ASSERT(desk.last() == before.next());
}

void a_book_opened_again_is_the_book_that_was_closed(const Story& story) {
    const World world = told_where_it_is_kept(story);
    const auto snapshot_every = *rc::gen::inRange<std::uint64_t>(1, 60);
    Desk desk(snapshot_every);
    for (const Turn& turn : world.turns()) {
        const auto answer = desk.ask(turn, "");
        RC_ASSERT(answer.has_value() == turn.outcome.has_value());
    }
    const Bytes live = desk.state();
    RC_ASSERT(live == encode(world.state()));
    desk.open();
    RC_ASSERT(desk.state() == live);
    std::filesystem::remove(desk.path() / "state.snapshot");
    desk.open();
    RC_ASSERT(desk.state() == live);
}

void says_what_would_be_written_and_writes_nothing(const Story& story) {
    const World world = told(story);
    Desk desk;
    for (const Turn& turn : world.turns()) {
        const std::string key = *rc::gen::element<std::string>("", "a", "b", "c");
        const Request request{turn.command, turn.occasion.actor, turn.occasion.reason, key,
                              false,        turn.occasion.past};
        const Bytes before = desk.state();
        const auto written = desk.ask(turn, "");
        RC_ASSERT((written && !written->events.empty()) == (desk.state() != before));
        const Bytes after = desk.state();
        const auto again = desk.book().preview(request);
        RC_ASSERT(desk.state() == after);
        const auto then = desk.ask(turn, key);
        RC_ASSERT(again.has_value() == then.has_value());
        if (!again) RC_ASSERT(again.error() == then.error());
        if (!again) continue;
        RC_ASSERT((again->repeated == then->repeated && again->count == then->count));
        if (again->repeated) continue;
        RC_ASSERT(again->events.size() == then->events.size());
        for (std::size_t i = 0; i < again->events.size(); ++i)
            RC_ASSERT(again->events[i].payload == then->events[i].payload);
    }
}

TEST(Preview, RefusesTheRequestsThatTheBookRefuses) {
    Desk desk;
    const Command command = RegisterBuilding{{BuildingId("B1"), "one"}};
    const std::string nonsense = "\x01";
    for (const Request& request : {Request{command, {ActorKind::api, nonsense, ""}, "", ""},
                                   Request{command, {ActorKind::api, "ann", nonsense}, "", ""},
                                   Request{command, {ActorKind::api, "ann", ""}, "", nonsense}}) {
        const auto shown = desk.book().preview(request);
        const auto done = desk.book().execute(request);
        ASSERT_FALSE(shown || done);
        EXPECT_EQ(shown.error(), done.error());
    }
}
TEST(Rule6, AskingAgainGivesTheSameReceiptAndNoNewEvent) {
    hold_on_disk(asking_again_gives_the_same_receipt_and_no_new_event);
}
TEST(Rule6, TheSameKeyWithAnotherBodyIsRefused) {
    hold_on_disk(the_same_key_with_another_body_is_refused);
}
TEST(Rule6, OneOfManyAtOnceIsWritten) { hold_on_disk(one_of_many_at_once_is_written); }
TEST(Rule7, ABookOpenedAgainIsTheBookThatWasClosed) {
    hold_on_disk(a_book_opened_again_is_the_book_that_was_closed);
}
TEST(Preview, SaysWhatWouldBeWrittenAndWritesNothing) {
    hold_on_disk(says_what_would_be_written_and_writes_nothing);
}

}  // namespace
}  // namespace property
