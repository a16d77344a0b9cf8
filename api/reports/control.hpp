#pragma once
#include <string>

#include "api/reports/code_words.hpp"

namespace api {

// Two ways to the same figure: where they differ the row says so, and the report counts it.

constexpr const char* control_name = "control";
constexpr const char* control_holds = "holds";
constexpr const char* control_broken = "broken";

inline ReportColumn control_column() { return {control_name, ValueKind::text, "核对", "Control"}; }
inline ReportValue control(bool holds, Language language) {
    return word_of(WordList::control, holds ? control_holds : control_broken, language);
}

}  // namespace api
