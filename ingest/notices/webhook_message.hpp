#pragma once
#include <string>

#include "ingest/notices/channel.hpp"

namespace notices {

/// The body of a post.
std::string webhook_body(const Message& message);

/// What a webhook's answer means: 2xx took it, and may say {"reference": …}; 400, 410, 413 and 422
/// will never take it; any other is tried again. Takes any bytes.
Outcome read_webhook_answer(int status, const std::string& body);

}  // namespace notices
