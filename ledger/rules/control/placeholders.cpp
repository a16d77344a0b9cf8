#include "ledger/rules/control/notice_template.hpp"

namespace ledger {

const std::vector<Placeholder>& placeholders() {
    static const std::vector<Placeholder> all{
        {"site", true},      {"notice", true},    {"account", true},  {"wallet", true},
        {"meter", true},     {"balance", true},   {"currency", true}, {"time", true},
        {"customer", false}, {"building", false}, {"floor", false},   {"room", false},
        {"line", false},     {"cut_at", false},   {"power", false},   {"overload", false}};
    return all;
}

}  // namespace ledger
