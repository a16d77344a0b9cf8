#pragma once
#include <string_view>
#include <vector>

#include "api/http/http.hpp"
#include "ledger/events/words.hpp"

namespace api {

/// In which of these forms an answer is wanted: by ?format=, else what Accept likes best, and the
/// first where it likes none of them. Throws Problem 400 for a ?format= that is not offered.
ledger::ExportFormat wanted_format(const Request& request,
                                   const std::vector<ledger::ExportFormat>& offered);

/// "text/csv", without parameters.
std::string_view media_type_of(ledger::ExportFormat format);

}  // namespace api
