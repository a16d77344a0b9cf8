#include "api/exports.hpp"

#include <fmt/core.h>

#include "api/problem.hpp"

namespace api {

namespace {

/// The path, and what its parameters choose; what is longer than an event takes ends in "...".
std::string asked_in(const Request& request) {
    constexpr std::size_t most = 200;
    std::string asked = request.path;
    char joint = '?';
    for (const auto& [name, value] : request.query) {
        asked += fmt::format("{}{}={}", joint, name, value);
        joint = '&';
    }
    for (char& c : asked) c = c > ' ' && c < 127 ? c : '?';
    return asked.size() <= most ? asked : asked.substr(0, most - 3) + "...";
}

}  // namespace

void tell_export(const Call& call, ledger::ExportFormat format, std::size_t rows) {
    if (call.request.method == "HEAD") return;
    const ledger::OperatorId who(call.caller.actor.name);
    const auto told = call.service.book.execute(
        {ledger::ReportExport{{who, asked_in(call.request), format, rows}}, call.caller.actor, "",
         "", true});
    if (!told) throw problem_of(told.error());
}

}  // namespace api
