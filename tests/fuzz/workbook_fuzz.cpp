#include <cstddef>
#include <cstdint>
#include <string>

#include "api/tables/xlsx_reader.hpp"
#include "tests/unit/api/tables/hand_made_workbook.hpp"

// Any bytes as a workbook; or, packed as one, as the rows of its sheet and the texts they share.

namespace {

void read(const std::string& bytes) {
    try {
        for (const api::Table& table : api::read_workbook(bytes)) {
            for (const api::TableRow& row : table.rows) {
                if (row.is_note()) __builtin_trap();
            }
        }
    } catch (const api::UnreadableFile& unreadable) {
        if (std::string(unreadable.what()).empty()) __builtin_trap();
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(bytes), size);
    if (text.starts_with("PK")) {
        read(text);
        return 0;
    }
    const std::size_t cut = text.find('\n');
    HandMadeWorkbook workbook;
    workbook.rows = text.substr(0, cut);
    if (cut != std::string::npos) workbook.texts = text.substr(cut + 1);
    read(workbook.bytes());
    return 0;
}
