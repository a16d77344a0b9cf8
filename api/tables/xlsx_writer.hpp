#pragma once
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "api/tables/table.hpp"

namespace api {

/// A column of a sheet that is written.
struct XlsxColumn {
    std::string heading;
    Form form = Form::text;
    std::string note{};                ///< shown beside a cell that is chosen; empty: none
    std::vector<std::string> words{};  ///< to choose from; empty: anything may be typed
    std::string number_format{};       ///< empty: that of the form
};

/// Writes a workbook row by row: one of a million rows needs no more memory than one of a thousand.
/// Cells are typed: a number is a number, a day is a date. What binary floating point could not
/// show whole, with more than 15 digits, is text. The header is frozen and has filters. Throws
/// std::runtime_error with one sentence where the file cannot be written. One thread.
class XlsxWriter {
public:
    explicit XlsxWriter(const std::filesystem::path& file);
    ~XlsxWriter();
    XlsxWriter(const XlsxWriter&) = delete;
    XlsxWriter& operator=(const XlsxWriter&) = delete;

    /// @param name at most 31 characters without []:*?/\ and not twice
    /// @param head lines above the header, such as a title, a time and an operator
    void begin_sheet(const std::string& name, std::vector<XlsxColumn> columns,
                     const std::vector<std::string>& head = {});

    enum class Emphasis { none, note, total };
    void add(const std::vector<Cell>& cells, Emphasis emphasis = Emphasis::none);

    /// Writes the file; nothing may follow.
    void finish();

private:
    struct Parts;
    void end_sheet();
    void filter();
    void put(std::uint16_t column, const Cell& cell, Emphasis emphasis);
    std::unique_ptr<Parts> parts_;
};

/// The bytes of the workbook that this writes, for one that is small enough.
std::string workbook_of(const std::function<void(XlsxWriter&)>& write);

}  // namespace api
