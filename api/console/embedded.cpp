#include "api/console/embedded.hpp"

#include <cstddef>

// The assembler puts the file into the program as it is: a table of a million numbers would take
// the compiler a minute.
asm(R"(
    .section .rodata
    .global meterbook_console_begin
    .global meterbook_console_end
meterbook_console_begin:
    .incbin ")" METERBOOK_CONSOLE_PACK R"("
meterbook_console_end:
    .byte 0
    .text
)");

extern "C" {
extern const char meterbook_console_begin[];
extern const char meterbook_console_end[];
}

namespace api {

std::string_view embedded_console() {
    return {meterbook_console_begin,
            // cppcheck-suppress comparePointers ; two labels of one section, above
            static_cast<std::size_t>(meterbook_console_end - meterbook_console_begin)};
}

}  // namespace api
