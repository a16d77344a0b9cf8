#include "api/exports.hpp"

#include "api/problem.hpp"

namespace api {

void tell_export(const Call& call, ledger::ExportFormat format, std::size_t rows) {
    if (call.request.method == "HEAD") return;
    const ledger::OperatorId who(call.caller.actor.name);
    const auto told =
        call.service.book.execute({ledger::ReportExport{{who, call.request.path, format, rows}},
                                   call.caller.actor, "", "", true});
    if (!told) throw problem_of(told.error());
}

}  // namespace api
