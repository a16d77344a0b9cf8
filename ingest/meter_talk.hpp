#pragma once
#include "ingest/line.hpp"
#include "ingest/meter_face.hpp"
#include "ingest/wall_time.hpp"

namespace ingest {

/// Who is spoken to, and in which language.
struct Addressee {
    const ledger::MeterRegistered& meter;
    const Profile& profile;
};

/// Reads a meter's blocks, those that identify it too where `identify` says so. Timeouts, garbage
/// and a connection that breaks are tried again, `tries` times in all; a final exception and a line
/// that cannot be reached are not.
Transaction<MeterFace> read_face(Line& line, const Addressee& to, bool identify, int tries);

/// A DL/T 645 meter is its twelve digits; this one has none.
ledger::Refused<LineFault> no_address(const ledger::MeterRegistered& meter);

/// DL/T 645: level, password, and who it is that wants something.
void append_access(const Access& access, Octets& body);

/// Sends what an order wants, once. A DL/T 645 meter refuses it after `not_after` on its own clock:
/// nothing that lies about on the way is carried out later.
Transaction<Done> send_order(Line& line, const Addressee& to, const Order& order,
                             const WallTime& not_after);

}  // namespace ingest
