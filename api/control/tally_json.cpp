#include "api/control/tally_json.hpp"

namespace api {

FieldTallies tallies_of(const Call& call) {
    return call.service.tallies ? call.service.tallies() : FieldTallies{};
}

Json tally_json(const FieldTallies& tallies, const ledger::LineId& line,
                const std::optional<ledger::MeterId>& meter) {
    FieldTally sum{};
    bool is_known = false;
    for (const FieldTally& each : tallies) {
        if (each.line != line || (meter && each.meter != *meter)) continue;
        is_known = true;
        sum.questions += each.questions;
        sum.timeouts += each.timeouts;
        sum.broken_frames += each.broken_frames;
        sum.wrong_answers += each.wrong_answers;
        sum.exceptions += each.exceptions;
        sum.disconnections += each.disconnections;
        sum.drained_bytes += each.drained_bytes;
    }
    if (!is_known) return nullptr;
    return {{"questions", sum.questions},         {"timeouts", sum.timeouts},
            {"broken_frames", sum.broken_frames}, {"wrong_answers", sum.wrong_answers},
            {"exceptions", sum.exceptions},       {"disconnections", sum.disconnections},
            {"drained_bytes", sum.drained_bytes}};
}

}  // namespace api
