#pragma once
#include <chrono>
#include <string>

#include "ingest/dlt645.hpp"

namespace ingest {

/// One question on a line and what was heard, byte for byte as on the wire; but the password of a
/// DL/T 645 telegram and its level read 33 33 33 33, zeros in that protocol's disguise, under the
/// checksum of that, also where the line echoed the telegram. Of a Modbus reply that broke off,
/// zeros at its end are not known.
struct Exchange {
    Octets said;
    Octets heard;                       ///< also what came too late, until the line was quiet
    std::string fault;                  ///< why it was no answer; empty: it was one
    std::chrono::milliseconds took{0};  ///< until something was heard, or given up
};

}  // namespace ingest
