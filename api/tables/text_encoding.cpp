#include "api/tables/text_encoding.hpp"

#include <array>
#include <cerrno>
#include <cstdint>

#include <iconv.h>

#include "api/tables/table.hpp"

namespace api {
namespace {

struct Sequence {
    std::size_t size;  ///< 0: no sequence begins like this
    std::uint32_t bits;
    std::uint32_t least;
};

Sequence begun_by(unsigned char lead) {
    if (lead != 0 && lead < 0x80) return {1, lead, 1};
    if (lead >= 0xC2 && lead < 0xE0) return {2, lead & 0x1FU, 0x80};
    if (lead >= 0xE0 && lead < 0xF0) return {3, lead & 0x0FU, 0x800};
    if (lead >= 0xF0 && lead < 0xF5) return {4, lead & 0x07U, 0x10000};
    return {0, 0, 0};
}

/// How many bytes the first character has; 0: none.
std::size_t size_of_first(std::string_view bytes) {
    const Sequence sequence = begun_by(static_cast<unsigned char>(bytes.front()));
    if (sequence.size == 0 || bytes.size() < sequence.size) return 0;
    std::uint32_t code = sequence.bits;
    for (std::size_t i = 1; i < sequence.size; ++i) {
        const auto next = static_cast<unsigned char>(bytes[i]);
        if ((next & 0xC0U) != 0x80U) return 0;
        code = code << 6U | (next & 0x3FU);
    }
    const bool is_surrogate = code >= 0xD800 && code < 0xE000;
    return code < sequence.least || code > 0x10FFFF || is_surrogate ? 0 : sequence.size;
}

/// glibc's converter, closed when it goes.
class Converter {
public:
    Converter() : converter_(::iconv_open("UTF-8", "GB18030")) {}
    ~Converter() {
        if (is_open()) ::iconv_close(converter_);
    }
    Converter(const Converter&) = delete;
    Converter& operator=(const Converter&) = delete;

    // NOLINTNEXTLINE(performance-no-int-to-ptr): what iconv_open fails with
    bool is_open() const { return converter_ != reinterpret_cast<iconv_t>(-1); }

    /// False where the bytes are no GB18030.
    bool convert(std::string_view bytes, std::string& text) {
        char* from = const_cast<char*>(bytes.data());  // iconv reads only, whatever its type says
        std::size_t left = bytes.size();
        std::array<char, 4096> part{};
        while (left > 0) {
            char* to = part.data();
            std::size_t room = part.size();
            const std::size_t done = ::iconv(converter_, &from, &left, &to, &room);
            text.append(part.data(), part.size() - room);
            if (done == static_cast<std::size_t>(-1) && errno != E2BIG) return false;
        }
        return true;
    }

private:
    iconv_t converter_;
};

}  // namespace

bool is_utf8(std::string_view bytes) {
    while (!bytes.empty()) {
        const std::size_t size = size_of_first(bytes);
        if (size == 0) return false;
        bytes.remove_prefix(size);
    }
    return true;
}

std::string utf8_of(std::string_view bytes) {
    constexpr std::string_view mark = "\xEF\xBB\xBF";
    if (bytes.starts_with(mark)) bytes.remove_prefix(mark.size());
    if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF"))
        throw UnreadableFile("", "the text is UTF-16: save it as 'CSV UTF-8'");
    if (is_utf8(bytes)) return std::string(bytes);
    std::string text;
    Converter gb18030;
    if (gb18030.is_open() && gb18030.convert(bytes, text) && is_utf8(text)) return text;
    throw UnreadableFile(
        "", "the text is neither UTF-8 nor GB18030 (GBK): save it as 'CSV UTF-8' and try again");
}

}  // namespace api
