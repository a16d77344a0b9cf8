#pragma once
#include "api/register/sheet_of.hpp"
#include "api/tables/xlsx_writer.hpp"

namespace api {

/// A sheet of a workbook as this one is described: "电表 meters", headed in Chinese and English.
void begin_register_sheet(XlsxWriter& writer, const RegisterSheet& sheet);

}  // namespace api
