#pragma once
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "ledger/events/event.hpp"

namespace meterbook {

/// Where the events of each meter stand in a file: what a correction is rated from. 8 bytes an
/// event. One thread.
class MeterOffsets {
public:
    void note(const ledger::Event& event, std::uint64_t offset) {
        const ledger::Subject& subject = event.envelope.subject;
        if (subject.kind == ledger::SubjectKind::meter) offsets_[subject.id].push_back(offset);
    }

    void add_to(std::vector<std::uint64_t>& offsets, const ledger::MeterId& meter) const {
        const auto known = offsets_.find(meter.text());
        if (known == offsets_.end()) return;
        offsets.insert(offsets.end(), known->second.begin(), known->second.end());
    }

private:
    std::unordered_map<std::string, std::vector<std::uint64_t>> offsets_;
};

}  // namespace meterbook
