#include "api/log/event_filter.hpp"

namespace api {

bool fits(const EventFilter& filter, const ledger::Event& event) {
    const ledger::Subject& subject = event.envelope.subject;
    const bool is_wanted =
        (filter.types.empty() ||
         filter.types.contains(std::string(ledger::name_of(event.payload)))) &&
        (filter.subject_kind.empty() || filter.subject_kind == ledger::to_text(subject.kind)) &&
        (filter.subject.empty() || filter.subject == subject.id);
    return is_wanted && (!filter.is_theirs || filter.is_theirs(event));
}

}  // namespace api
