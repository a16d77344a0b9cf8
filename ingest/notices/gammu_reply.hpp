#pragma once
#include <string_view>

#include "ingest/notices/outcome.hpp"

namespace notices {

/// What `gammu sendsms` wrote about a message, when it has ended. Taken: the modem gave every part
/// a reference. Refused: the network or the modem refused a part, or none was handed to it.
/// Unknown: a part was handed over, or may have been, and nothing more is known of it. Takes any
/// bytes.
Outcome read_gammu_reply(std::string_view said);

}  // namespace notices
