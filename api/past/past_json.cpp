#include "api/past/past_json.hpp"

namespace api {
namespace {

Json effects_json(const std::vector<projections::Effect>& effects) {
    Json list = Json::array();
    for (const auto& each : effects)
        list.push_back(
            {{"event", write_event(each.event)}, {"effects", effects_json(each.effects)}});
    return list;
}

}  // namespace

Json write_moment(const projections::Moment& moment) {
    const bool is_beginning = moment.position.is_none();
    return {
        {"position", moment.position.number},
        {"recorded_at", is_beginning ? Json(nullptr) : Json(ledger::to_text(moment.recorded_at))}};
}

Json write_relatives(const projections::Relatives& relatives) {
    Json causes = Json::array();
    for (const auto& each : relatives.causes) causes.push_back(write_event(each));
    return {{"event", write_event(relatives.root.event)},
            {"causes", causes},
            {"effects", effects_json(relatives.root.effects)},
            {"searched_to", relatives.searched_to.number},
            {"is_complete", relatives.is_complete}};
}

Json write_difference(const projections::Difference& difference) {
    Json events = Json::array();
    for (const auto& [type, count] : difference.events)
        events.push_back({{"type", type}, {"count", count}});
    Json wallets = Json::array();
    for (const auto& [wallet, credit] : difference.wallets)
        wallets.push_back({{"wallet", wallet.text()},
                           {"before", to_text(credit.before)},
                           {"after", to_text(credit.after)},
                           {"change", to_text(credit.after - credit.before)}});
    Json accounts = Json::array();
    for (const auto& [account, change] : difference.accounts)
        accounts.push_back({{"account", account}, {"change", to_text(change)}});
    Json energy = Json::array();
    for (const auto& [meter, used] : difference.energy)
        energy.push_back({{"meter", meter.text()}, {"energy", to_text(used)}});
    return {{"from", write_moment(difference.from)},
            {"to", write_moment(difference.to)},
            {"events", events},
            {"wallets", wallets},
            {"accounts", accounts},
            {"energy", energy}};
}

}  // namespace api
