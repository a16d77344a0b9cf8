#pragma once
#include <string>
#include <vector>

#include "ingest/survey.hpp"

namespace meterbook {

/// What a verdict is called: "as registered".
const char* name_of(ingest::Verdict verdict);

/// The commissioning report of a line, for people: a line for each meter, its remarks below, and a
/// last line that sums up.
std::string report_text(const std::vector<ingest::Inspected>& report);

/// The same for machines, as docs/operations.md lists it.
std::string report_json(const std::vector<ingest::Inspected>& report);

/// True where every meter is as it should be, and there is one.
bool is_all_well(const std::vector<ingest::Inspected>& report);

}  // namespace meterbook
