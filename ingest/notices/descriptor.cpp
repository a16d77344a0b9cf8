#include "ingest/notices/descriptor.hpp"

#include <cerrno>
#include <stdexcept>
#include <system_error>

#include <fmt/core.h>
#include <unistd.h>

namespace notices {

void cannot(const std::string& what, int fault) {
    throw std::runtime_error(
        fmt::format("cannot {}: {}", what, std::generic_category().message(fault)));
}

Descriptor::Descriptor(int number, const std::string& what) : number_(number) {
    if (number_ < 0) cannot(what, errno);
}

Descriptor::~Descriptor() { ::close(number_); }

}  // namespace notices
