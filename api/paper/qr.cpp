#include "api/paper/qr.hpp"

#include <memory>

#include <qrencode.h>

#include "ledger/values/ensure.hpp"

namespace api {

QrCode qr_code(const std::string& text) {
    constexpr std::size_t most_bytes = 500;
    ledger::ensure(!text.empty() && text.size() <= most_bytes, "a QR code holds such a text");
    const std::unique_ptr<QRcode, decltype(&QRcode_free)> encoded(
        QRcode_encodeString8bit(text.c_str(), 0, QR_ECLEVEL_M), &QRcode_free);
    ledger::ensure(encoded != nullptr, "a text of this length has a QR code");
    QrCode code;
    code.width = static_cast<std::size_t>(encoded->width);
    for (std::size_t i = 0; i < code.width * code.width; ++i)
        code.is_dark.push_back((encoded->data[i] & 1U) != 0);
    return code;
}

}  // namespace api
