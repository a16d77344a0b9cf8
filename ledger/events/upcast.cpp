#include "ledger/events/upcast.hpp"

namespace ledger {

const Upcasters& upcasters() {
    static const Upcasters none;
    return none;
}

std::uint32_t schema_now(const Payload& payload, const Upcasters& known) {
    std::uint32_t schema = 1;
    if (known.empty()) return schema;
    const std::string name(name_of(payload));
    while (known.contains({name, schema})) ++schema;
    return schema;
}

void upcast(Event& event, const Upcasters& known) {
    if (known.empty()) return;
    for (;;) {
        const auto next = known.find({std::string(name_of(event.payload)), event.envelope.schema});
        if (next == known.end()) return;
        next->second(event);
        ++event.envelope.schema;
    }
}

}  // namespace ledger
