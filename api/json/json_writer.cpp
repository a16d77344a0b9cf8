#include "api/json/json_writer.hpp"

namespace api {

Json write_event(const ledger::Event& event) {
    Json json = write_record(event.envelope);
    json["type"] = std::string(ledger::name_of(event.payload));
    json["data"] = std::visit([](const auto& fact) { return write_record(fact); }, event.payload);
    return json;
}

std::string dump(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace api
