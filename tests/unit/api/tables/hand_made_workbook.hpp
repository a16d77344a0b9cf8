#pragma once
#include <string>

#include "api/tables/zip_file.hpp"

/// A workbook as a test writes it, letter by letter: its rows, and what it shares.
struct HandMadeWorkbook {
    std::string rows;
    std::string behind{};  ///< the rows, in the sheet
    std::string texts{};   ///< of sharedStrings.xml
    std::string sheet_name = "meters";
    std::string head{};  ///< before the sheet's first element
    bool is_1904 = false;

    std::string bytes() const {
        const std::string ns = R"( xmlns="urn:x" xmlns:r="urn:r")";
        const std::string rels =
            "<Relationships><Relationship Id=\"r1\" Target=\"worksheets/sheet1.xml\"/>"
            "</Relationships>";
        const std::string styles =
            "<styleSheet><numFmts><numFmt numFmtId=\"164\" "
            "formatCode=\"yyyy\\-mm\\-dd\"/></numFmts>"
            "<cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs><xf numFmtId=\"0\"/>"
            "<xf numFmtId=\"164\"/><xf numFmtId=\"22\"/><xf "
            "numFmtId=\"2\"/></cellXfs></styleSheet>";
        return api::write_zip(
            {{"xl/workbook.xml", "<workbook" + ns + "><workbookPr date1904=\"" +
                                     (is_1904 ? "1" : "0") + "\"/><sheets><sheet name=\"" +
                                     sheet_name +
                                     "\" sheetId=\"1\" r:id=\"r1\"/></sheets>"
                                     "</workbook>"},
             {"xl/_rels/workbook.xml.rels", rels},
             {"xl/styles.xml", styles},
             {"xl/sharedStrings.xml", "<sst>" + texts + "</sst>"},
             {"xl/worksheets/sheet1.xml", head + "<worksheet" + ns + "><sheetData>" + rows +
                                              "</sheetData>" + behind + "</worksheet>"}});
    }
};
