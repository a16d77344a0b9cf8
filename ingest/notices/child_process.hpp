#pragma once
#include <filesystem>
#include <string>
#include <vector>

namespace notices {

/// Runs a program, found in PATH, in a session of its own and waits for its end: its exit code, or
/// minus the signal that ended it, or 127 where there is no such program. It reads `input`; what it
/// says on stdout and stderr is the file's new content, which stays locked while it lives. Its
/// language is none, its letters are UTF-8. Throws std::runtime_error where nothing can be run.
int run_to_end(std::vector<std::string> words, const std::string& input,
               const std::filesystem::path& said);

/// True while the program that writes this file lives.
bool is_still_said(const std::filesystem::path& said);

}  // namespace notices
