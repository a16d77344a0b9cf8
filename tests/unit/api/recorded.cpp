#include "tests/unit/api/recorded.hpp"

#include "tests/support/exchange_record.hpp"

namespace {

/// As it stands in a request line; what tests ask for needs no escape but this one.
std::string target_of(const api::Request& request) {
    std::string target = request.path;
    for (const auto& [name, value] : request.query) {
        target += target.find('?') == std::string::npos ? '?' : '&';
        target += name + '=';
        for (const char c : value) target += c == '+' ? "%2B" : std::string(1, c);
    }
    return target;
}

}  // namespace

void record(const api::Request& request, const api::Response& answer) {
    const auto type = answer.headers.find("Content-Type");
    record({request.method, target_of(request), answer.status,
            type == answer.headers.end() ? "" : type->second, answer.body, request.body,
            answer.headers});
}
