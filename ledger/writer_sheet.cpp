#include <utility>

#include "ledger/writer.hpp"

namespace ledger {

void Writer::Sheet::write_down(const Envelope& envelope, const Payload& payload) {
    events.add(envelope, payload);
    recorded_at = envelope.recorded_at;
    if (const auto* fact = std::get_if<CustomerForgotten>(&payload))
        forgotten.push_back(fact->customer);
}

/// What is written over keeps its memory.
void Writer::Sheet::clear() {
    Sheet blank;
    blank.events = std::move(events);
    blank.events.clear();
    blank.answers = std::move(answers);
    blank.answers.clear();
    *this = std::move(blank);
}

}  // namespace ledger
