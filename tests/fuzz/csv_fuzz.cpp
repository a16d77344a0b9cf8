#include <cstddef>
#include <cstdint>
#include <string>

#include "api/tables/csv.hpp"

// Any bytes as a table of comma-separated values. What is read is written and read the same.

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(bytes), size);
    try {
        const api::Table table = api::read_csv(text);
        const api::Table again = api::read_csv(api::write_csv(table));
        if (again.header != table.header || again.rows.size() != table.rows.size())
            __builtin_trap();
        for (std::size_t i = 0; i < table.rows.size(); ++i) {
            if (again.rows[i].cells != table.rows[i].cells) __builtin_trap();
        }
    } catch (const api::UnreadableFile& unreadable) {
        if (std::string(unreadable.what()).empty()) __builtin_trap();
    }
    return 0;
}
