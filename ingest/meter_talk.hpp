#pragma once
#include "ingest/line.hpp"
#include "ingest/meter_face.hpp"

namespace ingest {

/// Reads a meter's blocks, those that identify it too where `identify` says so. Timeouts and
/// garbage are tried again, `tries` times in all; a final exception and trouble of the line are
/// not.
Transaction<MeterFace> read_face(Line& line, std::uint32_t unit, const Profile& profile,
                                 bool identify, int tries);

}  // namespace ingest
