#pragma once
#include <stdexcept>
#include <string>

#include "api/http/http.hpp"
#include "ledger/rules/refusal.hpp"

namespace api {

/// What a request is answered with when it is not done: RFC 9457 with a stable code, the field that
/// is at fault as a JSON pointer or parameter name, and the way out.
struct Problem : std::runtime_error {
    Problem(int http_status, std::string stable_code, std::string at_field,
            const std::string& way_out)
        : std::runtime_error(way_out),
          status(http_status),
          code(std::move(stable_code)),
          field(std::move(at_field)),
          detail(way_out) {}
    int status;
    std::string code;
    std::string field;
    std::string detail;  ///< whole: what() ends at a zero, which a field's name may have
};

/// The status of a rule that said no: 404 where something does not exist, 409 where it stands in
/// the way of what is, 422 where the command itself cannot be.
int status_of(ledger::Rule rule);

Problem problem_of(const ledger::Refusal& refusal);
Response response_of(const Problem& problem);

}  // namespace api
