#include <cstdlib>

// How many cases each property tries where RC_PARAMS does not say: enough to be serious and done
// within a minute; METERBOOK_LONG=1 tries ten times as many.

namespace {

// NOLINTBEGIN(concurrency-mt-unsafe): before there is any thread
const bool effort_is_set = [] {
    const bool is_long = std::getenv("METERBOOK_LONG") != nullptr;
    return setenv("RC_PARAMS", is_long ? "max_success=2000" : "max_success=200", 0) == 0;
}();
// NOLINTEND(concurrency-mt-unsafe)

}  // namespace
