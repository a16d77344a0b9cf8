#pragma once
#include <optional>
#include <string>
#include <vector>

namespace api {

/// One part of a form that a browser sends.
struct FormPart {
    std::string name;
    std::string file_name;  ///< empty: the part is no file
    std::string body;
};

/// True for the content type `multipart/form-data`.
bool is_multipart(const std::string& content_type);

/// The parts of such a body (RFC 7578). Throws Problem 400 where it is none.
std::vector<FormPart> parts_in(const std::string& content_type, const std::string& body);

}  // namespace api
