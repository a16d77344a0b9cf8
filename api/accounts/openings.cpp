#include "api/accounts/openings.hpp"

namespace api {
namespace {

void put_where_missing(Json& json, const char* name, const Json& value) {
    if (json.is_object() && !json.contains(name)) json[name] = value;
}

/// No tariff: the meter keeps the one that it has.
void fill(Json& body) {
    put_where_missing(body, "wallets", "per_meter");
    put_where_missing(body, "terms", Json::array());
    if (!body.is_object() || !body["terms"].is_array()) return;
    for (Json& each : body["terms"]) put_where_missing(each, "tariff", nullptr);
}

}  // namespace

ledger::OpenAccount opening_in(Json body, const std::string& at) {
    fill(body);
    put_where_missing(body, "baselines", Json::array());
    return read_record<ledger::OpenAccount>(body, at);
}

ledger::PrepareAccount preparation_in(Json body, const std::string& at) {
    fill(body);
    return {read_record<ledger::AccountPrepared>(body, at)};
}

}  // namespace api
