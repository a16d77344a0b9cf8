#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "ledger/events/catalogue.hpp"

namespace meterbook {

/// A line and its meters, as somebody registered them.
struct LineRegister {
    ledger::LineRegistered line;
    std::vector<ledger::MeterRegistered> meters;
};

/// Of a book that nobody serves now. Throws Cannot where it has no such line.
LineRegister register_in_book(const std::filesystem::path& book, const std::string& line);

/// Meters from a file as GET /v1/meters answers it, those of one line where a line is named. Of
/// each only meter, line, unit, profile, number, ct and pt are read. Throws Cannot.
std::vector<ledger::MeterRegistered> meters_in_file(const std::filesystem::path& file,
                                                    const std::string& line);

}  // namespace meterbook
