#include "ledger/events/stored_events.hpp"

#include "ledger/events/event_codec.hpp"

namespace ledger {

void StoredEvents::add(const Envelope& envelope, const Payload& payload) {
    ends_.push_back(encode(envelope, payload, paper_, bytes()));
}

std::vector<BytesView> StoredEvents::views() const {
    std::vector<BytesView> views;
    views.reserve(count());
    std::size_t begin = 0;
    for (const std::size_t end : ends_) {
        views.push_back(BytesView(paper_).substr(begin, end - begin));
        begin = end;
    }
    return views;
}

}  // namespace ledger
