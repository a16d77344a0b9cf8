#include "api/problem.hpp"
#include "api/register/register_file.hpp"
#include "api/register/register_workbook.hpp"
#include "api/tables/csv.hpp"
#include "api/tables/xlsx_writer.hpp"
#include "api/tables/zip_file.hpp"

namespace api {
namespace {

std::string wish_of(const RegisterColumn& column) {
    std::string words;
    for (const std::string& each : column.words) words += (words.empty() ? ": " : " | ") + each;
    const auto form = [&]() -> std::string {
        switch (column.form) {
            case Form::whole:
                return "整数 whole number";
            case Form::decimal:
                return "小数 decimal";
            case Form::flag:
                return "是否 yes or no";
            case Form::word:
                return "选项 one of" + words;
            case Form::day:
                return "日期 day";
            case Form::moment:
                return "时间 moment";
            case Form::list:
                return "列表 list; with semicolons";
            case Form::text:
                return "文本 text";
        }
        return "";
    };
    return (column.is_needed ? "必填 needed, " : "选填 optional, ") + form();
}

/// A row whose first cell begins with `#` and is read by nobody.
template <class TextOf>
std::vector<Cell> note_row(const RegisterSheet& sheet, const std::string& mark, TextOf text_of) {
    std::vector<Cell> cells;
    for (const RegisterColumn& each : sheet.columns)
        cells.push_back(text_cell((cells.empty() ? "# " + mark + ": " : "") + text_of(each)));
    return cells;
}

std::vector<std::vector<Cell>> note_rows(const RegisterSheet& sheet) {
    return {note_row(sheet, "格式 form", wish_of),
            note_row(sheet, "说明 note", [](const auto& column) { return column.en; }),
            note_row(sheet, "示例 example", [](const auto& column) { return column.example; })};
}

std::string heading_of(const RegisterColumn& column) { return column.zh + " " + column.name; }

Table table_of(const RegisterSheet& sheet) {
    Table table{sheet.name, {}, 1, {}};
    for (const RegisterColumn& each : sheet.columns) table.header.push_back(heading_of(each));
    for (auto& cells : note_rows(sheet)) table.rows.push_back({table.rows.size() + 2, cells});
    return table;
}

void write_guide(XlsxWriter& writer, const std::vector<RegisterSheet>& sheets) {
    writer.begin_sheet(
        "# 说明 notes",
        {{"表 sheet"}, {"列 column"}, {"中文"}, {"English"}, {"格式 form"}, {"示例 example"}},
        {"电表账册登记表模板 Meterbook register template",
         "以 # 开头的行和表不会导入。Rows and sheets that begin with # are not imported.",
         "再次导入同一文件不会有任何改变。The same file again changes nothing."});
    for (const RegisterSheet& sheet : sheets) {
        for (const RegisterColumn& each : sheet.columns)
            writer.add({text_cell(sheet.zh + " " + sheet.name), text_cell(each.name),
                        text_cell(each.zh), text_cell(each.en), text_cell(wish_of(each)),
                        text_cell(each.example)});
    }
}

std::vector<RegisterSheet> sheets_wanted(const WantedFile& wanted) {
    if (!wanted.sheet.empty()) return {sheet_of(wanted.sheet)};
    return register_sheets();
}

std::string workbook_template(const std::vector<RegisterSheet>& sheets) {
    return workbook_of([&](XlsxWriter& writer) {
        write_guide(writer, sheets);
        for (const RegisterSheet& sheet : sheets) {
            begin_register_sheet(writer, sheet);
            for (const auto& cells : note_rows(sheet))
                writer.add(cells, XlsxWriter::Emphasis::note);
        }
    });
}

}  // namespace

std::string write_template(const WantedFile& wanted) {
    const std::vector<RegisterSheet> sheets = sheets_wanted(wanted);
    if (wanted.format == ledger::ExportFormat::xlsx) return workbook_template(sheets);
    if (!wanted.sheet.empty()) return write_csv(table_of(sheets.front()));
    std::vector<ZipPart> parts;
    for (const RegisterSheet& each : sheets)
        parts.push_back({each.name + ".csv", write_csv(table_of(each))});
    return write_zip(parts);
}

}  // namespace api
