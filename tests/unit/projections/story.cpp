#include "tests/unit/projections/story.hpp"

#include <iterator>
#include <thread>

#include "ledger/events/event_codec.hpp"
#include "ledger/rules/apply.hpp"
#include "ledger/rules/decide.hpp"
#include "ledger/rules/stamp.hpp"
#include "ledger/values/ensure.hpp"

namespace story {

using namespace ledger;  // NOLINT(google-build-using-namespace): stories speak of the ledger

namespace {

constexpr Instant morning{1'790'812'800'000'000};  // 2026-10-01T00:00:00Z, 8 o'clock at the site
constexpr Duration day = std::chrono::hours(24);

Entropy fresh_entropy(std::uint64_t seed) {
    Entropy entropy{};
    for (std::size_t i = 0; i < sizeof(seed); ++i)
        entropy.at(i) = static_cast<std::uint8_t>(seed >> (8 * i));
    return entropy;
}

}  // namespace

MeterId meter(unsigned number) { return MeterId("M" + std::to_string(number)); }
WalletId wallet(unsigned number) {
    return WalletId("A" + std::to_string(number) + ".M" + std::to_string(number));
}

Story::Story() : now_(morning) { set_up(); }

std::vector<Event> Story::tell(const Command& command, const std::string& reason) {
    const Actor wang{ActorKind::person, "Wang", ""};
    auto decision = decide(state_, command, {now_, reason, wang});
    if (!decision) return {};
    const Stamp marks{now_, wang, reason, "", ""};
    auto events = stamp(state_, std::move(*decision), marks,
                        [&] { return fresh_entropy(events_.size() * 64 + 1); });
    for (const Event& event : events) {
        apply(state_, event);
        events_.push_back(event);
    }
    return events;
}

std::vector<Event> Story::read(const MeterId& meter, std::uint64_t wh, std::int64_t minutes_ago) {
    std::uint64_t& counted = counted_[meter];
    if (minutes_ago == 0) counted += wh;
    Observation seen{};
    seen.relay_closed = counted % 2 == 0;
    seen.power_w = static_cast<std::int64_t>(wh);
    return tell(RecordReading{
        meter, now_ - std::chrono::minutes(minutes_ago), {counted, {}, 1, 1}, seen, "", 1, 1});
}

void Story::set_up() {
    tell(ConfigureSite{{"Test",
                        "Asia/Shanghai",
                        "CNY",
                        {MethodId("cash"), MethodId("bank")},
                        120,
                        1800,
                        3,
                        Cutoff::automatic}});
    tell(RegisterBuilding{{BuildingId("B1"), "Tower"}});
    for (const char* line : {"L1", "L2"})
        tell(RegisterLine{{LineId(line),
                           {},
                           Transport::modbus_tcp,
                           "127.0.0.1:1",
                           9600,
                           Parity::none,
                           1,
                           1000,
                           {},
                           30}});
    tell(PublishTariff{TariffId("tou"),
                       "Time of use",
                       morning - day,
                       "",
                       {{Band::peak, Price{110'000'000}}, {Band::valley, Price{30'000'000}}},
                       {{0, Band::valley}, {480, Band::peak}, {1260, Band::valley}}});
    set_up_meter("M1", "L1", 1);
    set_up_meter("M2", "L1", 2);
    set_up_meter("M3", "L2", 1);
    set_up_meter("M4", "L2", 2);
    for (unsigned i = 1; i <= 3; ++i)
        tell(OpenAccount{AccountId("A" + std::to_string(i)), CustomerId("C1"), {meter(i)}});
    ensure(state_.wallets.size() == 3, "the story has its three wallets");
}

void Story::set_up_meter(const std::string& meter, const std::string& line, std::uint32_t unit) {
    tell(RegisterMeter{{MeterId(meter),
                        LineId(line),
                        unit,
                        ProfileId("plain"),
                        "",
                        1,
                        1,
                        20'000,
                        true,
                        DeductMode::book,
                        {BuildingId("B1"), "1", "101"},
                        {}}});
    tell(AssignTariff{{MeterId(meter), TariffId("tou"), morning - day}});
    tell(SetThresholds{{MeterId(meter), cents(2'000), cents(500), 0}});
    read(MeterId(meter), 100'000);
}

namespace {

/// The so-manieth of what is there; nothing where nothing is.
template <class Map>
Position pick(const Map& map, std::uint8_t number) {
    if (map.empty()) return {};
    const auto index = static_cast<std::ptrdiff_t>(number % map.size());
    return std::next(map.begin(), index)->first;
}

void money_step(Story& story, std::uint8_t kind, unsigned which, std::uint8_t much) {
    const MethodId method(much % 3 == 0 ? "bank" : "cash");
    const State& state = story.state();
    switch (kind % 4) {
        case 0:
        case 1:
            story.tell(SellCredit{wallet(which), cents(100L * (much + 1)), method});
            break;
        case 2:
            story.tell(RefundCredit{pick(state.sales, much), cents(much + 1), method});
            break;
        default:
            story.tell(ReverseTransaction{
                much % 2 == 0 ? pick(state.sales, much) : pick(state.refunds, much),
                much % 5 == 0});
    }
}

void command_step(Story& story, std::uint8_t kind, unsigned which, std::uint8_t much) {
    const Position pending = pick(story.state().commands, much);
    switch (kind % 6) {
        case 0:
            story.tell(RequestCommand{meter(which), static_cast<CommandKind>(much % 4),
                                      story.now() + std::chrono::minutes(much + 1)});
            break;
        case 1:
            story.tell(ReportSent{pending});
            break;
        case 2:
            story.tell(ReportConfirmed{pending, much % 2 == 0, "read back"});
            break;
        case 3:
            story.tell(ReportFailed{pending, "no answer"});
            break;
        case 4:
            story.tell(ExpireCommand{pending});
            break;
        default:
            story.tell(CancelCommand{pending});
    }
}

void field_step(Story& story, std::uint8_t kind, unsigned which, std::uint8_t much) {
    const LineId line(which <= 2 ? "L1" : "L2");
    const MeterId named = much % 4 == 0 ? MeterId() : meter(which);
    switch (kind % 4) {
        case 0:
            story.tell(ReportContactLost{line, named, 3, "silence"});
            break;
        case 1:
            story.tell(ReportContact{line, named});
            break;
        case 2:
            story.read(meter(which), 0, much);
            break;
        default:
            story.tell(RecordReading{
                meter(which), story.now(), {much, {}, 1, 1}, {}, "", 1, 1});  // went back
    }
}

}  // namespace

Story told(const std::vector<Step>& steps) {
    Story story;
    for (const auto& [what, who, much] : steps) {
        const unsigned which = who % 4 + 1;
        const auto kind = static_cast<std::uint8_t>(what / 4);
        switch (what % 4) {
            case 0:
                story.pass(much % 90 + 1);
                story.read(meter(which), much * 20UL);
                break;
            case 1:
                money_step(story, kind, which, much);
                break;
            case 2:
                command_step(story, kind, which, much);
                break;
            default:
                field_step(story, kind, which, much);
        }
    }
    return story;
}

Story busy(unsigned rounds) {
    Story story;
    for (unsigned round = 0; round < rounds; ++round) {
        story.pass(45);
        for (unsigned i = 1; i <= 3; ++i) {
            story.tell(SellCredit{wallet(i), cents(100 + round), MethodId("cash")});
            story.read(meter(i), 10 * i + round);
        }
    }
    return story;
}

bool becomes_true(const std::function<bool()>& condition, std::chrono::seconds patience) {
    const auto end = std::chrono::steady_clock::now() + patience;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > end) return false;
        std::this_thread::yield();
    }
    return true;
}

void append(Journal& journal, const std::vector<Event>& events, Position after) {
    std::vector<Bytes> frame;
    for (const Event& event : events) {
        if (event.envelope.position > after) frame.push_back(encode(event));
        const bool is_whole = frame.size() == 64 || &event == &events.back();
        if (!is_whole || frame.empty()) continue;
        const auto outcome = journal.append(frame, event.envelope.recorded_at, journal.head());
        ensure(outcome == AppendOutcome::committed, "the journal takes the story");
        frame.clear();
    }
}

}  // namespace story
