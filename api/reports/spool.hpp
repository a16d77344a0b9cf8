#pragma once
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "api/http.hpp"

namespace api {

struct CloseFile {
    void operator()(std::FILE* file) const { (void)std::fclose(file); }
};
using OpenFile = std::unique_ptr<std::FILE, CloseFile>;

/// What is written before any of it is sent: short answers stay in memory, long ones go into a file
/// that has no name and is gone with it. Throws std::runtime_error with one sentence when the disk
/// refuses. One thread.
class Spool {
public:
    static constexpr std::size_t most_in_memory = 1 << 20;

    void write(std::string_view bytes);

    /// The answer that carries it; nothing may follow.
    void move_into(Response& response);

private:
    void flush();

    std::string held_;
    OpenFile file_;
    std::size_t in_file_ = 0;
};

/// A file that was written by others becomes the body of an answer, and loses its name.
void move_file_into(const std::filesystem::path& path, Response& response);

}  // namespace api
