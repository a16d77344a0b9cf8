#include <csignal>

// As the programs do: a link that breaks while it is written to is an error, not the end.
namespace {

[[maybe_unused]] const auto before = std::signal(SIGPIPE, SIG_IGN);

}  // namespace
