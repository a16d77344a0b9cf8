#pragma once
#include <cstddef>
#include <string>
#include <vector>

namespace api {

/// A QR code of model 2, error correction M: dark and light modules, row by row.
struct QrCode {
    std::size_t width = 0;      ///< modules of a side
    std::vector<bool> is_dark;  ///< width × width

    bool dark(std::size_t row, std::size_t column) const {
        return is_dark.at(row * width + column);
    }
};

/// The code of a text of at most 500 bytes.
QrCode qr_code(const std::string& text);

}  // namespace api
