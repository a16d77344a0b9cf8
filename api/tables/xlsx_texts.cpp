#include "api/tables/xlsx_texts.hpp"

#include <charconv>

#include "api/tables/table.hpp"
#include "api/tables/xml.hpp"

namespace api {
namespace {

constexpr std::size_t most_texts = 2'000'000;
constexpr std::size_t longest_text = 32'767 * 4;  // characters of a cell, in bytes

/// Takes the text of each `si`, without what tells how it is pronounced.
class Texts {
public:
    void begin(const std::string& name) {
        if (name == "rPh") is_spoken_ = true;
        if (name == "t") is_text_ = true;
        if (name == "si") text_.clear();
    }
    void end(const std::string& name) {
        if (name == "rPh") is_spoken_ = false;
        if (name == "t") is_text_ = false;
        if (name != "si") return;
        if (texts_.size() == most_texts)
            throw UnreadableFile("xl/sharedStrings.xml", "too many texts: give the file in parts");
        texts_.push_back(unescaped(std::move(text_)));
        text_.clear();
    }
    void text(std::string_view piece) {
        if (!is_text_ || is_spoken_) return;
        if (text_.size() + piece.size() > longest_text)
            throw UnreadableFile("xl/sharedStrings.xml",
                                 "a text is longer than a cell: shorten it");
        text_ += piece;
    }
    std::vector<std::string> take() { return std::move(texts_); }

private:
    std::vector<std::string> texts_;
    std::string text_;
    bool is_text_ = false;
    bool is_spoken_ = false;
};

void append_utf8(std::string& text, unsigned code) {
    if (code < 0x80) {
        text += static_cast<char>(code);
    } else if (code < 0x800) {
        text += static_cast<char>(0xC0U | code >> 6U);
        text += static_cast<char>(0x80U | (code & 0x3FU));
    } else {
        text += static_cast<char>(0xE0U | code >> 12U);
        text += static_cast<char>(0x80U | (code >> 6U & 0x3FU));
        text += static_cast<char>(0x80U | (code & 0x3FU));
    }
}

/// The code of "_x0041_" at this place; 0: there is none.
unsigned escape_at(const std::string& text, std::size_t at) {
    constexpr std::size_t size = 7;
    if (text.size() < at + size || text[at + 1] != 'x' || text[at + size - 1] != '_') return 0;
    unsigned code = 0;
    const char* from = text.data() + at + 2;
    const auto [end, fault] = std::from_chars(from, from + 4, code, 16);
    const bool is_whole = fault == std::errc() && end == from + 4;
    return is_whole && (code < 0xD800 || code > 0xDFFF) ? code : 0;
}

}  // namespace

std::string unescaped(std::string text) {
    std::size_t at = text.find("_x");
    if (at == std::string::npos) return text;
    std::string plain = text.substr(0, at);
    while (at < text.size()) {
        const unsigned code = text[at] == '_' ? escape_at(text, at) : 0;
        if (code == 0) {
            plain += text[at++];
        } else {
            append_utf8(plain, code);
            at += 7;
        }
    }
    return plain;
}

std::string escaped(const std::string& text) {
    std::string safe;
    for (std::size_t at = 0; at < text.size(); ++at) {
        safe += text[at];
        if (text[at] == '_' && escape_at(text, at) != 0) safe += "x005F_";
    }
    return safe;
}

std::vector<std::string> shared_texts(ZipFile& archive) {
    const std::string part = "xl/sharedStrings.xml";
    if (!archive.has(part)) return {};
    Texts texts;
    XmlReader reader(part, {[&](const auto& name, const auto&) { texts.begin(name); },
                            [&](const auto& name) { texts.end(name); },
                            [&](std::string_view piece) { texts.text(piece); }});
    archive.read(part, [&](std::string_view piece) { reader.read(piece); });
    reader.finish();
    return texts.take();
}

}  // namespace api
