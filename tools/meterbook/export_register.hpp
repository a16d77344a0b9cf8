#pragma once
#include <string>

namespace meterbook {

/// Writes what `meterbook import` takes (`register`), or what is to be filled in for it
/// (`template`, where the directory is not looked at); the end of the file's name says how.
/// Answers with the exit code.
int export_register(const std::string& directory, const std::string& format,
                    const std::string& file);

}  // namespace meterbook
