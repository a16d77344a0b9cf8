#include "api/http/multipart.hpp"

#include <algorithm>
#include <string_view>

#include "api/problem.hpp"

namespace api {
namespace {

constexpr std::size_t most_parts = 20;
constexpr std::size_t longest_boundary = 70;

[[noreturn]] void fault(const std::string& detail) {
    throw Problem(400, "form_must_be_well_formed", "", detail);
}

std::string lower(std::string_view text) {
    std::string low(text);
    std::ranges::transform(low, low.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    });
    return low;
}

/// The value of `name=` among the parameters of a header; empty where there is none.
std::string parameter(std::string_view header, const std::string& name) {
    const std::string wanted = name + "=";
    const std::string plain = lower(header);
    std::size_t at = 0;
    while ((at = plain.find(wanted, at)) != std::string::npos) {
        const bool is_whole = at > 0 && (header[at - 1] == ' ' || header[at - 1] == ';');
        at += wanted.size();
        if (!is_whole) continue;
        const bool is_quoted = at < header.size() && header[at] == '"';
        const std::string_view rest = header.substr(at + (is_quoted ? 1 : 0));
        const std::size_t end = rest.find_first_of(is_quoted ? "\"" : "; \t");
        return std::string(rest.substr(0, std::min(end, rest.size())));
    }
    return "";
}

FormPart part_in(std::string_view text) {
    const std::size_t end = text.find("\r\n\r\n");
    if (end == std::string_view::npos)
        fault(
            "a part of the form has no empty line behind its "
            "headers: send it as a browser does");
    FormPart part{"", "", std::string(text.substr(end + 4))};
    std::string_view headers = text.substr(0, end);
    while (!headers.empty()) {
        const std::size_t line_end = std::min(headers.find("\r\n"), headers.size());
        const std::string_view line = headers.substr(0, line_end);
        headers.remove_prefix(std::min(line_end + 2, headers.size()));
        if (!lower(line).starts_with("content-disposition:")) continue;
        part.name = parameter(line, "name");
        part.file_name = parameter(line, "filename");
    }
    if (part.name.empty()) fault("a part of the form has no name: send it as a browser does");
    return part;
}

}  // namespace

bool is_multipart(const std::string& content_type) {
    return lower(content_type).starts_with("multipart/form-data");
}

std::vector<FormPart> parts_in(const std::string& content_type, const std::string& body) {
    const std::string boundary = parameter(content_type, "boundary");
    if (boundary.empty() || boundary.size() > longest_boundary)
        fault(
            "the content type names no boundary of 1 to 70 characters: send the form as a "
            "browser does");
    const std::string whole = "\r\n" + body;  // each delimiter begins with a line's end
    const std::string delimiter = "\r\n--" + boundary;
    std::vector<FormPart> parts;
    std::size_t at = whole.find(delimiter);
    while (at != std::string::npos) {
        at += delimiter.size();
        if (whole.compare(at, 2, "--") == 0) return parts;
        if (whole.compare(at, 2, "\r\n") != 0) break;
        const std::size_t next = whole.find(delimiter, at);
        if (next == std::string::npos || parts.size() == most_parts) break;
        parts.push_back(part_in(std::string_view(whole).substr(at + 2, next - at - 2)));
        at = next;
    }
    fault("the form is cut off, or has more than 20 parts: send it again");
}

}  // namespace api
