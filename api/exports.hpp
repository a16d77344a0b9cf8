#pragma once
#include "api/routes.hpp"
#include "ledger/events/words.hpp"

namespace api {

/// A list or a report leaves as a file: the log hears of it first. Nothing where only the header
/// was asked for.
void tell_export(const Call& call, ledger::ExportFormat format, std::size_t rows);

}  // namespace api
