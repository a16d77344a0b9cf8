#include "ingest/edge/visit.hpp"

#include <thread>
#include <utility>

#include <fmt/core.h>

#include "ingest/edge/fact.hpp"
#include "ingest/edge/register_part.hpp"
#include "ingest/edge/said.hpp"
#include "ingest/edge/tenure.hpp"
#include "ledger/journal/index.hpp"
#include "ledger/journal/journal.hpp"

namespace edge {
namespace {

using ingest::Weight;
using ledger::Instant;
using ledger::State;
using std::chrono::milliseconds;

constexpr milliseconds look_pause(50);
constexpr milliseconds index_pause(5);
constexpr auto most_ahead = std::chrono::seconds(10);  ///< what a clock may be wrong by
constexpr auto worth_a_word = std::chrono::seconds(5);
constexpr std::size_t queue_name_size = 16;

void check(const Hall& hall, const Visitor& visitor, const Hello& hello);

class Visit {
public:
    Visit(const Hall& hall, const Visitor& visitor, Channel& channel, const Hello& hello)
        : hall_(hall),
          visitor_(visitor),
          channel_(channel),
          seat_(hall.attendance, {.gateway = visitor.gateway,
                                  .is_sealed = visitor.is_sealed,
                                  .from = visitor.from,
                                  .release = as_said(hello.release),
                                  .heard_at = hall.clock()}) {
        channel_.trust();
        welcome(hello);
    }

    void serve();

private:
    void welcome(const Hello& hello);
    std::uint64_t find_taken(std::uint64_t next) const;
    void show_register();
    std::optional<State> newer_part();
    void take(const Frame& frame);
    void take_facts(const Facts& facts);
    std::optional<std::string> objection_to(std::optional<Fact>& fact);
    std::optional<std::string> objection_to_reader(Fact& fact);
    void doubt_moment(Fact& fact, ledger::Instant told);
    bool can_be(ledger::Instant moment) const;
    void wait_for(ledger::Instant moment) const;
    void wait_for_index(ledger::Position position) const;
    ledger::Request request_of(Fact fact, std::uint64_t number) const;
    Taken hand_over(std::vector<ledger::Request> requests,
                    const std::vector<std::uint64_t>& numbers);
    void answer(const Tick& tick);
    void take_met(Met met);
    void check_clock(const Tick& tick);

    const Hall& hall_;
    const Visitor& visitor_;
    Channel& channel_;
    Attendance::Seat seat_;
    std::string life_;         ///< of its queue, that its items are of
    std::uint64_t taken_ = 0;  ///< of that life
    ledger::Position looked_at_;
    std::optional<State> part_;            ///< that was shown last; none: nothing yet
    std::optional<RegisterThings> shown_;  ///< the same by things
    Profiles::Held profiles_;              ///< of what was shown
    Tenure tenure_{hall_.book};
    bool is_clock_doubted_ = false;  ///< and somebody was told
    bool may_err_ = false;           ///< it took something for granted that was refused
    std::optional<ledger::Duration> offset_;
};

/// The next of its lives is greeted like the first.
void Visit::welcome(const Hello& hello) {
    life_ = hello.queue;
    taken_ = find_taken(hello.next);
    channel_.say(Welcome{protocol, taken_, hall_.book.journal().head().last, hall_.release});
}

/// The book alone says what it has: the newest of the numbers that this gateway may have sent, and
/// whose key the book knows. What left no event and stands before it was handed over, too, since
/// items are handed over in order.
std::uint64_t Visit::find_taken(std::uint64_t next) const {
    wait_for_index(hall_.book.journal().head().last);
    for (std::uint64_t number = next + window - 1; number >= next; --number) {
        if (hall_.book.index().find_key(item_key(visitor_.gateway, life_, number))) return number;
    }
    return next - 1;
}

void Visit::wait_for_index(ledger::Position position) const {
    const Deadline until = in(answer_time);
    while (hall_.book.index().position() < position) {
        if (hall_.is_closing || std::chrono::steady_clock::now() > until)
            throw LinkBroken("the book's index is behind: come again");
        std::this_thread::sleep_for(index_pause);
    }
}

void Visit::serve() {
    hall_.report(Weight::note, fmt::format("gateway {} is linked from {}", visitor_.gateway.text(),
                                           visitor_.from));
    Deadline heard_until = in(silence_time);
    while (!hall_.is_closing) {
        if (seat_.is_wanted_back()) throw LinkBroken("another link of the same gateway came");
        show_register();
        if (const auto frame = channel_.receive(in(look_pause))) {
            heard_until = in(silence_time);
            take(*frame);
        } else if (std::chrono::steady_clock::now() > heard_until) {
            throw LinkBroken("it has fallen silent");
        }
    }
    channel_.part("the book stops for a moment");
}

/// What changed, and nothing else. Who foresaw what was refused then goes back to what is known.
void Visit::show_register() {
    auto part = newer_part();
    auto profiles = hall_.profiles.now();
    const bool is_news = (part && part != part_) || profiles != profiles_;
    if (part) part_ = std::move(part);
    if (is_news) {
        auto things = things_of(*part_, *profiles);
        for (const RegisterNews& each : news_of(shown_, things)) {
            channel_.say(each);
            may_err_ = false;
        }
        shown_ = std::move(things);
        profiles_ = std::move(profiles);
    }
    if (std::exchange(may_err_, false)) channel_.say(RegisterNews{false, true, {}});
}

std::optional<State> Visit::newer_part() {
    return hall_.book.read([&](const State& state) -> std::optional<State> {
        if (part_ && state.last == looked_at_) return std::nullopt;
        looked_at_ = state.last;
        const auto* known = ledger::find(state.gateways, visitor_.gateway);
        if (known == nullptr || !known->collects)
            throw LinkBroken("it is not registered as a gateway that collects any more");
        return register_part(state, visitor_.gateway);
    });
}

void Visit::take(const Frame& frame) {
    if (frame.kind == Kind::facts) return take_facts(message_in<Facts>(frame));
    if (frame.kind == Kind::tick) return answer(message_in<Tick>(frame));
    if (frame.kind == Kind::met) return take_met(message_in<Met>(frame));
    if (frame.kind == Kind::hello) {
        const auto hello = message_in<Hello>(frame);
        check(hall_, visitor_, hello);
        return welcome(hello);
    }
    if (frame.kind == Kind::farewell)
        throw LinkBroken("it says farewell: " + as_said(message_in<Farewell>(frame).why));
    throw BadFrame("a gateway says what only the book says");
}

void Visit::take_facts(const Facts& facts) {
    if (facts.first != taken_ + 1)
        throw BadFrame(fmt::format("item {} where {} is due", facts.first, taken_ + 1));
    if (facts.items.empty() || facts.items.size() > facts_at_once)
        throw BadFrame(
            fmt::format("{} items at once: 1 to {} are taken", facts.items.size(), facts_at_once));
    Taken answer{taken_, {}, {}};
    std::vector<ledger::Request> requests;
    std::vector<std::uint64_t> numbers;
    for (const std::string& item : facts.items) {
        ++taken_;
        auto fact = decode_fact(item);
        if (fact) wait_for(fact->seen_at);
        if (const auto no = objection_to(fact)) {
            answer.refused.push_back({taken_, *no});
            continue;
        }
        requests.push_back(request_of(std::move(*fact), taken_));
        numbers.push_back(taken_);
    }
    Taken outcome = hand_over(std::move(requests), numbers);
    answer.through = taken_;
    answer.head = hall_.book.journal().head().last;
    answer.refused.insert(answer.refused.end(), outcome.refused.begin(), outcome.refused.end());
    may_err_ = may_err_ || !answer.refused.empty();
    for (const RefusedItem& each : answer.refused)
        hall_.report(Weight::warning, fmt::format("refused item {} of gateway {}: {}", each.number,
                                                  visitor_.gateway.text(), each.why));
    channel_.say(answer);
    seat_.note([&](GatewayStatus& status) { status.taken += facts.items.size(); });
}

/// A reading is a fact, whatever the clock says and whoever reads the meter now: what is doubtful
/// about it is a reason for quarantine, and none to lose it.
std::optional<std::string> Visit::objection_to(std::optional<Fact>& fact) {
    if (!fact) return "it is nothing that this release knows: install the gateway's release here";
    if (auto no = objection_to_reader(*fact)) return no;
    const auto* reading = std::get_if<ledger::RecordReading>(&fact->command);
    for (const ledger::Instant told : {fact->seen_at, reading ? reading->read_at : fact->seen_at}) {
        if (!can_be(told)) doubt_moment(*fact, told);
    }
    return std::nullopt;
}

std::optional<std::string> Visit::objection_to_reader(Fact& fact) {
    ledger::Position last;
    const bool may = hall_.book.read([&](const State& state) {
        last = state.last;
        return may_tell(state, visitor_.gateway, fact.command);
    });
    if (may) return std::nullopt;
    const char* no =
        "it speaks of a line or a meter that is not this gateway's: register the line with this "
        "gateway";
    const auto* reading = std::get_if<ledger::RecordReading>(&fact.command);
    if (reading == nullptr) return no;
    wait_for_index(last);
    const auto& terms = tenure_.of(reading->meter);
    if (was_read_by(visitor_.gateway, terms, reading->read_at)) return std::nullopt;
    if (!was_ever_read_by(visitor_.gateway, terms)) return no;
    fact.command = ledger::QuarantineReading{
        *reading, ledger::QuarantineReason::wrong_gateway,
        fmt::format("gateway {} read it at {}, when the meter was not registered with it",
                    visitor_.gateway.text(), ledger::to_text(reading->read_at))};
    return std::nullopt;
}

/// Its clock was wrong, and nobody knows by how much: it stands where the book took it.
void Visit::doubt_moment(Fact& fact, ledger::Instant told) {
    const std::string when = told >= Instant{} && told <= ledger::latest_instant
                                 ? ledger::to_text(told)
                                 : fmt::format("{} µs since 1970", told.micros);
    if (!std::exchange(is_clock_doubted_, true))
        hall_.report(Weight::warning,
                     fmt::format("gateway {} tells of {}, which cannot be: what it tells so is "
                                 "taken as of now, and its readings are quarantined; see to its "
                                 "clock",
                                 visitor_.gateway.text(), when));
    fact.seen_at = hall_.clock();
    if (const auto* reading = std::get_if<ledger::RecordReading>(&fact.command))
        fact.command = ledger::QuarantineReading{
            *reading, ledger::QuarantineReason::wrong_clock,
            fmt::format("gateway {} says that it read it at {}: see to its clock",
                        visitor_.gateway.text(), when)};
}

bool Visit::can_be(ledger::Instant moment) const {
    return moment >= ledger::earliest_instant && moment <= hall_.clock();
}

/// A clock that is a little ahead: the moment is awaited, not bent.
void Visit::wait_for(ledger::Instant moment) const {
    while (hall_.clock() < moment && moment < hall_.clock() + most_ahead) {
        if (hall_.is_closing) throw LinkBroken("the book stops for a moment");
        std::this_thread::sleep_for(milliseconds(1));
    }
}

ledger::Request Visit::request_of(Fact fact, std::uint64_t number) const {
    ledger::Request request{std::move(fact.command),
                            {ledger::ActorKind::poller, visitor_.gateway.text(), ""},
                            std::move(fact.reason),
                            item_key(visitor_.gateway, life_, number),
                            true};
    request.seen_at = fact.seen_at;
    return request;
}

/// Returns when all of it is durable.
Taken Visit::hand_over(std::vector<ledger::Request> requests,
                       const std::vector<std::uint64_t>& numbers) {
    const auto outcomes = hall_.book.submit_all(std::move(requests)).get();
    Taken answer{};
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        if (outcomes[i]) continue;
        const ledger::Refusal& no = outcomes[i].error();
        answer.refused.push_back(
            {numbers[i], fmt::format("{}: {}", ledger::to_text(no.rule), no.detail)});
    }
    return answer;
}

void Visit::answer(const Tick& tick) {
    const ledger::Instant now = hall_.clock();
    channel_.say(Tock{tick.clock, now});
    seat_.note([&](GatewayStatus& status) {
        status.heard_at = now;
        status.waiting = tick.waiting;
        if (tick.offset_us) status.clock_offset = ledger::Duration(*tick.offset_us);
    });
    check_clock(tick);
}

/// Of its own lines alone: so there are never more than there are meters.
void Visit::take_met(Met met) {
    hall_.book.read([&](const State& state) {
        std::erase_if(met.meters, [&](const MetMeter& each) {
            return !may_tell(state, visitor_.gateway, ledger::ReportContact{each.line, each.meter});
        });
    });
    seat_.note_met(met.meters);
}

void Visit::check_clock(const Tick& tick) {
    if (!tick.offset_us) return;
    const ledger::Duration now(*tick.offset_us);
    const auto moved = now - offset_.value_or(ledger::Duration{});
    offset_ = now;
    if (moved < worth_a_word && -moved < worth_a_word) return;
    hall_.report(Weight::warning,
                 fmt::format("the book's clock less that of gateway {} is {:.3f} s: what it reads "
                             "is told by the book's clock; see to the gateway's",
                             visitor_.gateway.text(), std::chrono::duration<double>(now).count()));
}

void check(const Hall& hall, const Visitor& visitor, const Hello& hello) {
    if (hello.protocol != protocol)
        throw LinkBroken(
            fmt::format("it speaks protocol {} of the edge and the book {}: install "
                        "the same release at both ends",
                        hello.protocol, protocol));
    if (hello.gateway != visitor.gateway)
        throw LinkBroken("it says another name than its papers do");
    if (hello.queue.size() != queue_name_size ||
        hello.queue.find_first_not_of("0123456789abcdef") != std::string::npos || hello.next == 0 ||
        hello.next > UINT64_MAX / 2)
        throw BadFrame("a greeting without the name of a queue and its first number");
    const bool collects = hall.book.read([&](const State& state) {
        const auto* known = ledger::find(state.gateways, visitor.gateway);
        return known != nullptr && known->collects;
    });
    if (!collects)
        throw LinkBroken(
            fmt::format("'{}' is not registered as a gateway that collects: register "
                        "it in the book with \"collects\": true",
                        visitor.gateway.text()));
}

}  // namespace

Hello take_greeting(const Hall& hall, const Visitor& visitor, Channel& channel, Deadline until) {
    if (!ledger::GatewayId::is_well_formed(visitor.gateway.text()))
        throw LinkBroken("the name in its certificate is none that a gateway can have");
    auto hello = channel.expect<Hello>(until);
    check(hall, visitor, hello);
    return hello;
}

void receive_visit(const Hall& hall, const Visitor& visitor, Channel& channel, const Hello& hello) {
    Visit(hall, visitor, channel, hello).serve();
}

std::string item_key(const ledger::GatewayId& gateway, const std::string& life,
                     std::uint64_t number) {
    return fmt::format("edge/{}/{}/{}", gateway.text(), life, number);
}

}  // namespace edge
