#pragma once
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "api/http/http.hpp"

namespace api {

/// The files of the web console, as api/console/pack.js packs them into one: an index in JSON on
/// the first line, then their bytes, plain and compressed. The pack must outlive it. Any thread.
///
/// Whoever holds the page may run nothing but what came with it: its Content-Security-Policy allows
/// scripts, styles and questions of this server alone, and no page may frame it. Names of assets
/// hold their content's hash, so these are kept by browsers for a year, and the page never.
class ConsoleFiles {
public:
    /// Throws std::runtime_error with one sentence when this is no pack.
    explicit ConsoleFiles(std::string_view pack);

    /// Nothing where it holds no such file, or where the request is no GET or HEAD.
    std::optional<Response> answer(const Request& request) const;

    std::size_t size() const { return files_.size(); }

private:
    struct File {
        std::string type;
        std::string_view plain;
        std::string_view gzip;  ///< empty: it did not become smaller
    };

    std::map<std::string, File> files_;  ///< by path
};

}  // namespace api
