#pragma once
#include <cstdlib>
#include <random>
#include <string>

/// Of the random choices of a test: METERBOOK_SEED, and where nobody has set it, by chance. Who
/// chooses says which one it was.
inline unsigned seed_of_choices() {
    // NOLINTNEXTLINE(concurrency-mt-unsafe): nobody sets it
    const char* wanted = std::getenv("METERBOOK_SEED");
    return wanted != nullptr ? static_cast<unsigned>(std::stoul(wanted)) : std::random_device{}();
}
