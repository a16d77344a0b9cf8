#pragma once
#include <string>
#include <vector>

#include "api/reports/report_writer.hpp"

namespace api {

/// What stands above a table for people: its title, its range where it has one, what it was
/// narrowed to, as of which event it is, and who printed it when.
std::vector<std::string> head_lines(const ReportHead& head);

}  // namespace api
