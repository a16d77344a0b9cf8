#include "ingest/told_reading.hpp"

#include "ingest/meter_clock.hpp"

namespace ingest {

bool tell_reading(const Field& field, const MeterFace& face, const Profile& profile,
                  const ledger::MeterRegistered& meter) {
    ledger::RecordReading reading = reading_of(face, profile, meter, field.clock());
    const auto zone = ledger::Zone::find(field.read(
        [](const ledger::State& state) { return state.site ? state.site->zone : std::string(); }));
    if (zone) reading.seen.clock_offset_s = clock_offset_s(face.clock, reading.read_at, *zone);
    return field.tell(std::move(reading));
}

}  // namespace ingest
