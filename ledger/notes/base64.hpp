#pragma once
#include <optional>
#include <string>

#include "ledger/values/bytes.hpp"

namespace ledger {

/// Standard base64 with padding (RFC 4648, section 4), without line breaks.
std::string to_base64(BytesView bytes);

/// The bytes of such a text; nothing for any other text, one that another encoder would write too.
std::optional<Bytes> from_base64(std::string_view text);

/// The bytes of lower-case hexadecimal; nothing for any other text.
std::optional<Bytes> from_hex(std::string_view text);

}  // namespace ledger
