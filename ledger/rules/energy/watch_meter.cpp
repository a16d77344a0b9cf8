#include "ledger/rules/energy/watch_meter.hpp"

#include <fmt/core.h>

#include "ledger/rules/control/purchases.hpp"

namespace ledger {
namespace {

constexpr std::int64_t tolerated_clock_s = 300;
constexpr std::int64_t settled_clock_s = 240;  // below it, a clock that was off is right again
constexpr std::int64_t sure_flow = 100;        // a hundredth of the rated power says where it flows

/// Also where the book deducts: there nothing is sold to the meter, so its count stands still, and
/// one that moves was bought past the book.
void watch_purchases(Consequences& drafts, const State& state, const RecordReading& command,
                     const Meter& meter) {
    const auto& count = command.seen.purchase_count;
    if (!count || is_expected(state, meter, *count)) return;
    drafts.set_alarm(meter, AlarmKind::purchases_disagree, true, [&] {
        return fmt::format("the meter shows purchase {}, and the book counts {}", *count,
                           *meter.purchases);
    });
}

void watch_overload(Consequences& drafts, const State& state, std::int64_t power_w,
                    const Meter& meter) {
    const std::uint32_t most = meter.thresholds ? meter.thresholds->overload_w : 0;
    const bool overload = most > 0 && power_w > std::int64_t{most};
    const bool is_new = drafts.set_alarm(meter, AlarmKind::overload, overload, [&] {
        return fmt::format("{} W is more than {} W", power_w, most);
    });
    if (!is_new || meter.wallet.is_empty()) return;
    drafts.tell(meter, NoticeKind::overload, {state.wallets.at(meter.wallet).balance, {}, power_w});
}

/// Next to nothing flows either way, and says nothing of the transformers.
void watch_flow(Consequences& drafts, std::int64_t power_w, const Meter& meter) {
    const std::int64_t sure = meter.registered.rated_power_w / sure_flow;
    if (power_w >= -sure && power_w <= sure) return;
    drafts.set_alarm(meter, AlarmKind::power_reversed, power_w < 0, [&] {
        return fmt::format(
            "{} W flow backwards: a current transformer is turned round, or power "
            "is fed in",
            power_w);
    });
}

void watch_clock(Consequences& drafts, std::int64_t offset_s, const Meter& meter) {
    const auto is_beyond = [&](std::int64_t most) { return offset_s > most || offset_s < -most; };
    if (!is_beyond(settled_clock_s)) return drafts.clear_alarm(meter, AlarmKind::clock_off);
    if (!is_beyond(tolerated_clock_s)) return;
    drafts.set_alarm(meter, AlarmKind::clock_off, true, [&] {
        return fmt::format("its clock is {} s off: it counts bands at the wrong time; set it",
                           offset_s);
    });
}

}  // namespace

void watch_meter(Consequences& drafts, const State& state, const RecordReading& command,
                 const Meter& meter) {
    const bool waits = meter.doubtful && meter.doubtful->at > command.read_at;
    if (!waits) drafts.clear_alarm(meter, AlarmKind::quarantine);
    watch_purchases(drafts, state, command, meter);
    if (command.seen.clock_offset_s) watch_clock(drafts, *command.seen.clock_offset_s, meter);
    if (!command.seen.power_w) return;
    watch_overload(drafts, state, *command.seen.power_w, meter);
    watch_flow(drafts, *command.seen.power_w, meter);
}

}  // namespace ledger
