#include "api/scope/mentions.hpp"

namespace api {
namespace {

template <class Id>
void note_text(const Json& value, Mentions& into) {
    if (value.is_string() && Id::is_well_formed(value.get<std::string>()))
        note(Id(value.get<std::string>()), into);
    if (!value.is_array()) return;
    for (const Json& each : value) note_text<Id>(each, into);
}

using Reader = void (*)(const Json&, Mentions&);

const std::map<std::string, Reader>& readers() {
    static const std::map<std::string, Reader> by_word{
        {"building", note_text<ledger::BuildingId>}, {"buildings", note_text<ledger::BuildingId>},
        {"gateway", note_text<ledger::GatewayId>},   {"line", note_text<ledger::LineId>},
        {"meter", note_text<ledger::MeterId>},       {"meters", note_text<ledger::MeterId>},
        {"account", note_text<ledger::AccountId>},   {"wallet", note_text<ledger::WalletId>},
        {"from", note_text<ledger::WalletId>},       {"to", note_text<ledger::WalletId>},
        {"customer", note_text<ledger::CustomerId>}, {"batch", note_text<ledger::BatchId>}};
    return by_word;
}

void collect_json(const Json& value, Mentions& into) {
    if (value.is_array()) {
        for (const Json& each : value) collect_json(each, into);
    }
    if (!value.is_object()) return;
    for (const auto& [word, each] : value.items()) {
        const auto reader = readers().find(word);
        if (reader != readers().end()) reader->second(each, into);
        collect_json(each, into);
    }
}

}  // namespace

Mentions mentions_in(const Json& answer) {
    Mentions found;
    collect_json(answer, found);
    return found;
}

}  // namespace api
