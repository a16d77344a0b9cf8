#include "tests/unit/api/writings.hpp"

#include "tests/unit/api/asked_service.hpp"

using namespace ledger;  // NOLINT(google-build-using-namespace): a test that reads a book

const std::vector<Writing>& writings() {
    static const std::vector<Writing> all{
        {"PUT", "/v1/site", "/v1/site",
         R"({"name":"New","zone":"Asia/Shanghai","currency":"CNY","payment_methods":["cash","bank"],
             "plausibility_margin_percent":150,"poll_interval_s":900,"misses_until_lost":3,
             "cutoff":"automatic"})"},
        {"PUT", "/v1/buildings/{building}", "/v1/buildings/B2", R"({"name":"Annexe"})"},
        {"PUT", "/v1/gateways/{gateway}", "/v1/gateways/G2", R"({"building":"B1","name":"Box 2"})"},
        {"PUT", "/v1/lines/{line}", "/v1/lines/L2",
         R"({"gateway":"G1","transport":"modbus_tcp","address":"127.0.0.1:502","baud":9600,
             "parity":"even","stop_bits":1,"response_timeout_ms":500,"poll_interval_s":null,
             "max_meters":30})"},
        {"PUT", "/v1/meters/{meter}", "/v1/meters/M6",
         R"({"line":"L1","unit":6,"profile":"acrel-ddsy1352","number":"","ct":1,"pt":1,
             "rated_power_w":13200,"has_relay":true,"mode":"book",
             "place":{"building":"B1","floor":"1","room":"106"},"poll_interval_s":600})"},
        {"PUT", "/v1/meters/{meter}/thresholds", "/v1/meters/M1/thresholds",
         R"({"alarm1":"20.00","alarm2":"5.00","overload_w":9000})"},
        {"PUT", "/v1/meters/{meter}/tariff", "/v1/meters/M1/tariff",
         R"({"tariff":"T","from":"2026-11-21T08:00:00+08:00"})"},
        {"POST", "/v1/tariffs", "/v1/tariffs",
         R"({"tariff":"TOU","name":"By the hour","effective_from":"2026-11-21T08:00:00+08:00",
             "zone":"Asia/Shanghai",
             "prices":[{"band":"peak","price":"1.2"},{"band":"valley","price":"0.31234567"}],
             "schedule":[{"from_minute":0,"band":"valley"},{"from_minute":480,"band":"peak"}]})"},
        {"PUT", "/v1/calendars/{calendar}", "/v1/calendars/CN",
         R"({"name":"Holidays","days":[{"day":"2026-10-01","kind":"holiday"}]})"},
        {"POST", "/v1/accounts", "/v1/accounts",
         R"({"account":"A5","customer":"C5","meters":["M5"]})"},
        {"POST", "/v1/accounts/{account}/meters", "/v1/accounts/A1/meters", R"({"meter":"M5"})"},
        {"POST", "/v1/accounts/{account}/meters/{meter}/detachment",
         "/v1/accounts/A1/meters/M1/detachment", R"({"reason":"moves out"})"},
        {"POST", "/v1/accounts/{account}/transfer", "/v1/accounts/A1/transfer",
         R"({"customer":"C7","reason":"married"})"},
        {"POST", "/v1/accounts/{account}/closing", "/v1/accounts/A2/closing",
         R"({"method":"cash","reason":"moves out"})"},
        {"POST", "/v1/accounts/batch", "/v1/accounts/batch",
         R"({"accounts":[{"account":"A5","customer":"C5","meters":["M5"]}],"reason":"house"})"},
        {"PUT", "/v1/prepared-accounts/{account}", "/v1/prepared-accounts/P2",
         R"({"customer":"C8","meters":["M1"]})"},
        {"POST", "/v1/prepared-accounts/{account}/opening", "/v1/prepared-accounts/P1/opening",
         R"({})"},
        {"POST", "/v1/prepared-accounts/{account}/withdrawal",
         "/v1/prepared-accounts/P1/withdrawal", R"({"reason":"will not come"})"},
        {"POST", "/v1/prepared-accounts/batch", "/v1/prepared-accounts/batch",
         R"({"csv":"account,customer,meter\nP2,C8,M1\n","reason":"house"})"},
        {"PUT", "/v1/customers/{customer}", "/v1/customers/C8", R"({"name":"Li","phone":""})"},
        {"POST", "/v1/customers/{customer}/forgetting", "/v1/customers/C9/forgetting",
         R"({"reason":"asked for it"})"},
        {"POST", "/v1/sales", "/v1/sales",
         R"({"wallet":"A1.M1","amount":"20.00","method":"cash"})"},
        {"POST", "/v1/refunds", "/v1/refunds",
         R"({"sale":SALE,"amount":"5.00","method":"cash","reason":"left over"})"},
        {"POST", "/v1/reversals", "/v1/reversals",
         R"({"transaction":SALE,"debt_allowed":false,"reason":"wrong"})"},
        {"POST", "/v1/transfers", "/v1/transfers",
         R"({"from":"A1.M1","to":"A2.M2","amount":"1.00","reason":"friends"})"},
        {"POST", "/v1/adjustments", "/v1/adjustments",
         R"({"wallet":"A1.M1","kind":"goodwill","amount":"1.00","reason":"a present"})"},
        {"POST", "/v1/adjustments/{position}/approval", "/v1/adjustments/PROPOSAL/approval",
         R"({"reason":"agreed"})"},
        {"POST", "/v1/adjustments/{position}/refusal", "/v1/adjustments/PROPOSAL/refusal",
         R"({"reason":"too much"})"},
        {"POST", "/v1/wallets/{wallet}/settlement", "/v1/wallets/A1.M5/settlement",
         R"({"method":"cash","reason":"is gone"})"},
        {"POST", "/v1/wallets/{wallet}/old-balance", "/v1/wallets/A1.M1/old-balance",
         R"({"amount":"3.00","source":"old till","reference":"7","reason":"moved in"})"},
        {"POST", "/v1/old-balances", "/v1/old-balances",
         R"({"csv":"wallet,amount,source,reference\nA1.M1,-5.00,till,7\ncontrol total,-5.00,,1\n",
             "reason":"moved in"})"},
        {"PUT", "/v1/wallets/{wallet}/limits", "/v1/wallets/A1.M1/limits",
         R"({"overdraft":"5.00","hoarding_limit":"900.00","reason":"regular"})"},
        {"POST", "/v1/fees", "/v1/fees",
         R"({"fee":"LIFT","name":"Lift","amount":"0.10","per":"day","from":"2026-10-02"})"},
        {"POST", "/v1/fees/charges", "/v1/fees/charges", R"({})"},
        {"PUT", "/v1/wallets/{wallet}/fees/{fee}", "/v1/wallets/A1.M1/fees/CARE",
         R"({"from":"2026-10-02","until":null})"},
        {"POST", "/v1/shifts", "/v1/shifts",
         R"({"till":"K2","method":"cash","opening_float":"10.00"})"},
        {"POST", "/v1/shifts/{position}/closing", "/v1/shifts/SHIFT/closing",
         R"({"counts":[{"method":"cash","counted":"20.00"}],"by_supervisor":true,
             "reason":"went home"})"},
        {"POST", "/v1/periods/{kind}/{first}/closing", "/v1/periods/day/2026-09-30/closing",
         R"({})"},
        {"POST", "/v1/quarantine/{position}/resolution", "/v1/quarantine/DOUBT/resolution",
         R"({"resolution":"rejected","reason":"nonsense"})"},
        {"POST", "/v1/quarantine/{position}/rollover", "/v1/quarantine/DOUBT/rollover",
         R"({"modulus":1010,"reason":"began anew"})"},
        {"POST", "/v1/quarantine/{position}/reset", "/v1/quarantine/DOUBT/reset",
         R"({"estimated":"0.10","reason":"was reset"})"},
        {"POST", "/v1/meters/{meter}/replacement", "/v1/meters/M2/replacement",
         R"({"replaced_at":"2026-10-01T08:00:00+08:00","final":null,"estimated":"0.10","number":"",
             "profile":"acrel-ddsy1352","unit":2,"ct":1,"pt":1,"rated_power_w":13200,
             "has_relay":true,"opening":{"total":0,"rates":[],"step_wh":10,"ratio":1},
             "reason":"broken"})"},
        {"POST", "/v1/meters/{meter}/ratio", "/v1/meters/M2/ratio",
         R"({"ct":2,"pt":1,"secondary_side":true,"reason":"rebuilt"})"},
        {"POST", "/v1/meters/{meter}/readings", "/v1/meters/M2/readings",
         R"({"read_at":"2026-10-01T08:00:00+08:00",
             "registers":{"total":1050,"rates":[],"step_wh":10,"ratio":1}})"},
        {"POST", "/v1/meters/{meter}/readings/{position}/correction",
         "/v1/meters/M3/readings/READING/correction",
         R"({"registers":{"total":1020,"rates":[],"step_wh":10,"ratio":1},
             "reason":"read wrongly"})"},
        {"POST", "/v1/meters/{meter}/retirement", "/v1/meters/M5/retirement",
         R"({"reason":"torn down"})"},
        {"POST", "/v1/imports", "/v1/imports", R"({"buildings":[{"building":"B9","name":"New"}]})"},
        {"POST", "/v1/backups", "/v1/backups", R"({})"},
        {"POST", "/v1/operators", "/v1/operators",
         R"({"operator":"ann","is_machine":false,"display_name":"","roles":["administrator"],
             "buildings":[],"accounts":[]})"},
        {"PUT", "/v1/roles/{role}", "/v1/roles/night-clerk", R"({"rights":["money.sell"]})"},
        {"POST", "/v1/commands", "/v1/commands",
         R"({"meter":"M1","kind":"trip","expires_at":"2027-01-01T00:00:00Z","reason":"drill"})"},
        {"POST", "/v1/commands/{position}/cancellation", "/v1/commands/COMMAND/cancellation",
         R"({"reason":"not needed"})"},
        {"POST", "/v1/batches", "/v1/batches",
         R"({"batch":"DRILL","kind":"trip","building":"B1","reason":"drill"})"},
        {"POST", "/v1/batches/{batch}/cancellation", "/v1/batches/WAITS/cancellation",
         R"({"reason":"false alarm"})"},
        {"POST", "/v1/batches/{batch}/retry", "/v1/batches/FAILED/retry",
         R"({"batch":"AGAIN","reason":"drill"})"},
        {"POST", "/v1/notices/{position}/delivery", "/v1/notices/NOTICE/delivery",
         R"({"reference":"7"})"},
        {"POST", "/v1/notices/{position}/failure", "/v1/notices/NOTICE/failure",
         R"({"cause":"no network","is_final":false})"},
        {"POST", "/v1/meters/{meter}/out-of-reach/settlement",
         "/v1/meters/M3/out-of-reach/settlement", R"({"reason":"paid by hand"})"},
        {"POST", "/v1/meters/{meter}/purchases/resolution", "/v1/meters/M2/purchases/resolution",
         R"({"purchase_count":7,"sent_is_credited":false,"reason":"seen on the meter"})"},
        {"POST", "/v1/tariffs/{tariff}/what-if", "/v1/tariffs/T/what-if",
         R"({"name":"Dearer","from":"2026-10-01","to":"2026-10-01",
             "prices":[{"band":"single","price":"0.9"}]})"}};
    return all;
}

namespace {

/// The second account's sale, and its command: nothing was refunded of the one, the other is
/// pending.
std::vector<std::pair<std::string, Position>> positions() {
    return asked().book().read([](const State& state) {
        return std::vector<std::pair<std::string, Position>>{
            {"SALE", std::next(state.sales.begin())->first},
            {"COMMAND", state.commands.begin()->first},
            {"PROPOSAL", state.proposals.begin()->first},
            {"NOTICE", state.notices.begin()->first},
            {"SHIFT", state.office.shifts.begin()->first},
            {"READING", state.meters.at(MeterId("M3")).last_good->position},
            {"DOUBT", state.meters.at(MeterId("M4")).doubtful->position}};
    });
}

}  // namespace

std::string with_positions(std::string text) {
    for (const auto& [word, position] : positions()) {
        const std::size_t at = text.find(word);
        if (at == std::string::npos) continue;
        text.replace(at, word.size(), std::to_string(position.number));
    }
    return text;
}
