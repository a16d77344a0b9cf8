#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "api/tables/zip_file.hpp"

namespace api {

/// Which cell formats of a workbook show a number as a date.
std::vector<bool> date_formats(ZipFile& archive);

/// A format code such as "yyyy-mm-dd hh:mm": letters of dates outside of quotes and brackets.
bool is_date_format(std::string_view code);

/// The moment of a serial number of days, to the second: "2026-11-21" or "2026-11-21T08:00:00";
/// empty for what is no day from 1900-03-01 to 9999-12-31.
/// @param is_1904 days are counted from 1904, as old Macintoshes did
std::string moment_of_serial(const std::string& decimal, bool is_1904);

}  // namespace api
