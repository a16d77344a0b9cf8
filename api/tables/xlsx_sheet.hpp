#pragma once
#include <optional>
#include <string>
#include <vector>

#include "api/tables/table.hpp"
#include "api/tables/xml.hpp"

namespace api {

/// What the cells of a workbook refer to.
struct WorkbookParts {
    std::vector<std::string> texts;
    std::vector<bool> dates;  ///< by format
    bool is_1904 = false;
};

/// Takes the rows of one sheet as they come. Throws UnreadableFile with the cell.
class SheetEvents {
public:
    SheetEvents(std::string name, const WorkbookParts& parts, TableBudget& budget)
        : parts_(parts), budget_(budget), table_{std::move(name), {}, 1, {}} {}

    void begin(const std::string& name, const XmlEvents::Attributes& attributes);
    void end(const std::string& name);
    void text(std::string_view piece);
    Table take() { return std::move(table_); }

private:
    [[noreturn]] void refuse(const std::string& cell, const std::string& detail) const;
    void begin_row(const XmlEvents::Attributes& attributes);
    void begin_cell(const XmlEvents::Attributes& attributes);
    void end_cell();
    void end_row();
    Cell cell() const;
    Cell number() const;
    static Cell text_cell_of(const std::string& text);

    const WorkbookParts& parts_;
    TableBudget& budget_;
    Table table_;
    TableRow row_{0, {}};
    std::size_t column_ = 0;  ///< of the cell that is read; from 1
    std::string type_;
    std::string value_;
    std::string inline_text_;
    bool is_date_ = false;
    bool has_formula_ = false;
    bool has_value_ = false;
    bool in_value_ = false;
    bool in_text_ = false;
    bool is_spoken_ = false;
};

}  // namespace api
