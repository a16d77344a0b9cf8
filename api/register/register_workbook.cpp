#include "api/register/register_workbook.hpp"

namespace api {

void begin_register_sheet(XlsxWriter& writer, const RegisterSheet& sheet) {
    std::vector<XlsxColumn> columns;
    for (const RegisterColumn& each : sheet.columns)
        columns.push_back({each.zh + " " + each.name,
                           each.form == Form::moment ? Form::text : each.form, each.en, each.words,
                           ""});
    writer.begin_sheet(sheet.zh + " " + sheet.name, std::move(columns));
}

}  // namespace api
