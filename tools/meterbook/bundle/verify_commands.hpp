#pragma once
#include <string>

#include "tools/meterbook/bundle/verification.hpp"

namespace meterbook {

/// The vkey that was typed, or the first one in the file of that name. Throws Cannot.
std::string key_given(const std::string& text_or_file);

// Each prints what came out and returns the exit code.
int verify_bundle_file(const VerificationWish& wish, bool as_json);
int verify_receipt_file(const std::string& file, const std::string& key, bool as_json);

}  // namespace meterbook
