#pragma once
#include <string>

#include "api/reports/report.hpp"

namespace api {

// Two ways to the same figure: where they differ the row says so, and the report counts it.

constexpr const char* control_name = "control";
constexpr const char* control_holds = "holds";
constexpr const char* control_broken = "broken";

inline ReportColumn control_column() { return {control_name, ValueKind::text, "核对", "Control"}; }
inline ReportValue control(bool holds) {
    return std::string(holds ? control_holds : control_broken);
}

}  // namespace api
