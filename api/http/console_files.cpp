#include "api/http/console_files.hpp"

#include <algorithm>
#include <stdexcept>

#include <nlohmann/json.hpp>

#include "api/http/liking.hpp"

namespace api {
namespace {

constexpr const char* policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

[[noreturn]] void no_pack(const std::string& why) {
    throw std::runtime_error("the packed console is damaged: " + why + ": build it anew");
}

/// [offset, length] behind the index.
std::string_view part_of(std::string_view bytes, const nlohmann::json& where) {
    const auto offset = where.at(0).get<std::size_t>();
    const auto length = where.at(1).get<std::size_t>();
    if (offset > bytes.size() || length > bytes.size() - offset)
        no_pack("a file ends behind its end");
    return bytes.substr(offset, length);
}

bool takes_gzip(const Request& request) {
    const auto likings = likings_in(request.header("accept-encoding"));
    const auto gzip = std::ranges::find(likings, "gzip", &Liking::range);
    return gzip != likings.end() && gzip->weight > 0;
}

}  // namespace

ConsoleFiles::ConsoleFiles(std::string_view pack) {
    const std::size_t end = pack.find('\n');
    if (end == std::string_view::npos) no_pack("it has no index");
    const std::string_view bytes = pack.substr(end + 1);
    try {
        for (const auto& each : nlohmann::json::parse(pack.substr(0, end)))
            files_[each.at("path").get<std::string>()] = {each.at("type").get<std::string>(),
                                                          part_of(bytes, each.at("plain")),
                                                          part_of(bytes, each.at("gzip"))};
    } catch (const nlohmann::json::exception& fault) {
        no_pack(fault.what());
    }
    if (!files_.contains("/")) no_pack("it has no page");
}

std::optional<Response> ConsoleFiles::answer(const Request& request) const {
    if (request.method != "GET" && request.method != "HEAD") return std::nullopt;
    const auto found = files_.find(request.path);
    if (found == files_.end()) return std::nullopt;
    const File& file = found->second;
    const bool is_asset = request.path.starts_with("/assets/");
    const bool is_compressed = !file.gzip.empty() && takes_gzip(request);
    Response response{
        200,
        {{"Content-Type", file.type},
         {"Cache-Control", is_asset ? "public, max-age=31536000, immutable" : "no-store"},
         {"Vary", "Accept-Encoding"},
         {"Content-Security-Policy", policy},
         {"Cross-Origin-Opener-Policy", "same-origin"},
         {"Cross-Origin-Resource-Policy", "same-origin"},
         {"Permissions-Policy", "camera=(), geolocation=(), microphone=()"}},
        std::string(is_compressed ? file.gzip : file.plain)};
    if (is_compressed) response.headers["Content-Encoding"] = "gzip";
    return response;
}

}  // namespace api
