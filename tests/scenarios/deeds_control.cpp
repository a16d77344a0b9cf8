#include <utility>

#include "tests/scenarios/deeds.hpp"

namespace scenarios {

using namespace ledger;

namespace {

/// request trip of M1 until 2026-05-02 09:00 because '…'; without `until`: for six hours
void request(Stage& stage, Words& words) {
    RequestCommand wanted{};
    wanted.kind = words.one_of<CommandKind>();
    words.expect("of");
    wanted.meter = words.name<MeterId>("a meter");
    wanted.expires_at = stage.now() + std::chrono::hours(6);
    if (words.skip("until")) wanted.expires_at = stage.clock().read(words);
    stage.ask(wanted);
}

/// sent command 1
void sent(Stage& stage, Words& words) { stage.ask(ReportSent{position_of(stage, words)}); }

/// confirmed command 1 relay open
void confirmed(Stage& stage, Words& words) {
    ReportConfirmed report{};
    report.command = position_of(stage, words);
    report.read_back = "as read";
    if (words.skip("relay")) {
        report.relay_closed = words.skip("closed");
        if (!*report.relay_closed) words.expect("open");
    }
    stage.ask(report);
}

/// failed command 1 'no answer'
void failed(Stage& stage, Words& words) {
    const Position command = position_of(stage, words);
    stage.ask(ReportFailed{command, words.take("a cause in quotes")});
}

/// expire command 1
void expire(Stage& stage, Words& words) { stage.ask(ExpireCommand{position_of(stage, words)}); }

/// cancel command 1 because '…'
void cancel(Stage& stage, Words& words) { stage.ask(CancelCommand{position_of(stage, words)}); }

/// contact lost L1 M1; contact back L1 M1; without a meter: the whole line; contact lost L1 M1 M2
void contact(Stage& stage, Words& words) {
    const bool is_lost = words.skip("lost");
    if (!is_lost) words.expect("back");
    const auto line = words.name<LineId>("a line");
    const auto meter = words.is_done() ? MeterId() : words.name<MeterId>("a meter");
    ReportContactLost lost{line, meter, 3, "no answer", {}};
    while (!words.is_done()) lost.meters.push_back(words.name<MeterId>("another meter"));
    if (!lost.meters.empty()) lost.meters.push_back(std::exchange(lost.meter, {}));
    if (is_lost) return stage.ask(lost);
    stage.ask(ReportContact{line, meter});
}

}  // namespace

Deeds control_deeds() {
    return {{"request", request}, {"sent", sent},     {"confirmed", confirmed}, {"failed", failed},
            {"expire", expire},   {"cancel", cancel}, {"contact", contact}};
}

}  // namespace scenarios
