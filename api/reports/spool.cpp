#include "api/reports/spool.hpp"

#include <cstdlib>
#include <stdexcept>

#include <unistd.h>

namespace api {
namespace {

constexpr std::size_t piece = 1 << 16;

[[noreturn]] void refused() {
    throw std::runtime_error("an answer cannot be written in " +
                             std::filesystem::temp_directory_path().string() +
                             ": see that its disk has room");
}

/// In the system's directory for such files, under no name.
OpenFile unnamed_file() {
    std::string name = (std::filesystem::temp_directory_path() / "meterbook-XXXXXX").string();
    const int descriptor = ::mkstemp(name.data());
    if (descriptor < 0) refused();
    (void)::unlink(name.c_str());
    OpenFile file(::fdopen(descriptor, "w+b"));
    if (!file) {
        (void)::close(descriptor);
        refused();
    }
    return file;
}

class FileBody : public LongBody {
public:
    FileBody(OpenFile file, std::size_t size) : file_(std::move(file)), left_(size) {}

    std::size_t size() const override { return left_; }

    std::string take() override {
        std::string bytes(std::min(piece, left_), '\0');
        if (std::fread(bytes.data(), 1, bytes.size(), file_.get()) != bytes.size())
            throw std::runtime_error("an answer that was written cannot be read again");
        left_ -= bytes.size();
        return bytes;
    }

private:
    OpenFile file_;
    std::size_t left_;
};

}  // namespace

void Spool::write(std::string_view bytes) {
    held_ += bytes;
    if (held_.size() >= most_in_memory) flush();
}

void Spool::flush() {
    if (!file_) file_ = unnamed_file();
    if (std::fwrite(held_.data(), 1, held_.size(), file_.get()) != held_.size()) refused();
    in_file_ += held_.size();
    held_.clear();
}

void Spool::move_into(Response& response) {
    if (!file_) {
        response.body = std::move(held_);
        return;
    }
    flush();
    if (std::fflush(file_.get()) != 0 || std::fseek(file_.get(), 0, SEEK_SET) != 0) refused();
    response.rest = std::make_shared<FileBody>(std::move(file_), in_file_);
}

void move_file_into(const std::filesystem::path& path, Response& response) {
    OpenFile file(std::fopen(path.c_str(), "rb"));
    if (!file) refused();
    const std::size_t size = std::filesystem::file_size(path);
    std::filesystem::remove(path);
    auto body = std::make_shared<FileBody>(std::move(file), size);
    if (size >= Spool::most_in_memory) {
        response.rest = std::move(body);
        return;
    }
    while (body->size() > 0) response.body += body->take();
}

}  // namespace api
