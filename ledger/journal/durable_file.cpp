#include "ledger/journal/durable_file.hpp"

#include <cerrno>
#include <stdexcept>
#include <system_error>

#include <fcntl.h>
#include <fmt/core.h>
#include <unistd.h>

namespace ledger {
namespace {

[[noreturn]] void cannot(const char* what, const std::filesystem::path& file, int fault) {
    throw std::runtime_error(fmt::format("cannot {} {}: {}", what, file.string(),
                                         std::generic_category().message(fault)));
}

/// Syncs and closes; the first fault of the two.
int finish(int descriptor) {
    int fault = ::fsync(descriptor) == 0 ? 0 : errno;
    if (::close(descriptor) != 0 && fault == 0) fault = errno;
    return fault;
}

}  // namespace

void write_durably(const std::filesystem::path& file, BytesView bytes, unsigned rights) {
    const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, rights);
    if (descriptor < 0) cannot("create", file, errno);
    while (!bytes.empty()) {
        const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) {
            const int fault = errno;
            ::close(descriptor);
            cannot("write", file, fault);
        }
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    if (const int fault = finish(descriptor); fault != 0) cannot("sync", file, fault);
}

void sync_directory(const std::filesystem::path& directory) {
    const int descriptor = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) cannot("open", directory, errno);
    if (const int fault = finish(descriptor); fault != 0) cannot("sync", directory, fault);
}

}  // namespace ledger
