#include <cstdlib>
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

#include "api/register/rows.hpp"

// docs/register.md lists every sheet and column as they are described in the program.
// METERBOOK_WRITE_GOLDEN=1 writes that part of the page anew.

namespace api {
namespace {

const std::string path = METERBOOK_SOURCE "/docs/register.md";
const std::string begin_mark = "<!-- sheets -->\n";
const std::string end_mark = "<!-- /sheets -->\n";

std::string form_of(const RegisterColumn& column) {
    constexpr std::array<const char*, 8> names{"text", "whole number", "decimal", "yes or no",
                                               "word", "day",          "moment",  "list"};
    std::string text = names.at(static_cast<std::size_t>(column.form));
    if (column.form != Form::word) return text;
    text.clear();
    for (const std::string& each : column.words) text += (text.empty() ? "`" : ", `") + each + "`";
    return text;
}

/// A bar would end the cell of the page's table.
std::string escaped(std::string text) {
    for (std::size_t at = text.find('|'); at != std::string::npos; at = text.find('|', at + 2))
        text.insert(at, "\\");
    return text;
}

std::string described() {
    std::string text;
    for (const RegisterSheet& sheet : register_sheets()) {
        text += "\n### `" + sheet.name + "` " + sheet.zh + "\n\n" + sheet.en +
                ".\n\n| column | | what it says | form |\n|---|---|---|---|\n";
        for (const RegisterColumn& each : sheet.columns)
            text += "| `" + each.name + "`" + (each.is_needed ? " *" : "") + " | " + each.zh +
                    " | " + escaped(each.en) + " | " + form_of(each) + " |\n";
    }
    return text + "\n";
}

std::string page() {
    std::ifstream in(path);
    return {std::istreambuf_iterator<char>(in), {}};
}

TEST(RegisterDocument, ListsEverySheetAndColumn) {
    const std::string before = page();
    const std::size_t begin = before.find(begin_mark);
    const std::size_t end = before.find(end_mark);
    ASSERT_NE(begin, std::string::npos);
    ASSERT_NE(end, std::string::npos);
    const std::size_t from = begin + begin_mark.size();
    // NOLINTNEXTLINE(concurrency-mt-unsafe): nobody sets it
    if (std::getenv("METERBOOK_WRITE_GOLDEN") != nullptr) {
        std::ofstream(path) << before.substr(0, from) << described() << before.substr(end);
    } else {
        EXPECT_EQ(before.substr(from, end - from), described());
    }
}

}  // namespace
}  // namespace api
