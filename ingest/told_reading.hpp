#pragma once
#include "ingest/field.hpp"
#include "ingest/meter_face.hpp"

namespace ingest {

/// Tells what a meter shows now, and how far its clock is from ours. False where it is not kept.
bool tell_reading(const Field& field, const MeterFace& face, const Profile& profile,
                  const ledger::MeterRegistered& meter);

}  // namespace ingest
