#pragma once
#include <cstdint>
#include <string>

#include "ledger/events/words.hpp"

namespace ledger {
class Book;
}

namespace meterbook {

struct WantedExport {
    std::string book;               ///< directory; of a template it is not looked at
    std::string format = "ndjson";  ///< or hledger, register, template
    std::string file;               ///< empty: standard output, where the format allows it
    std::string person;             ///< who takes it; empty: it is not recorded
};

/// Writes what `meterbook import` takes (`register`), or what is to be filled in for it
/// (`template`); the end of the file's name says how. Answers with the exit code.
int export_register(const WantedExport& wanted);

/// Writes into the log who takes this, where somebody is named. Throws Cannot where that is nobody
/// who can be.
void tell_export(ledger::Book& book, const WantedExport& wanted, ledger::ExportFormat format,
                 std::uint64_t rows);

}  // namespace meterbook
