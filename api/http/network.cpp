#include "api/http/network.hpp"

#include <boost/asio/ip/address.hpp>

namespace api {

bool is_loopback(const std::string& address) {
    boost::system::error_code error;
    const auto parsed = boost::asio::ip::make_address(address, error);
    return !error && parsed.is_loopback();
}

std::string network_of(const std::string& address) {
    boost::system::error_code error;
    const auto parsed = boost::asio::ip::make_address(address, error);
    if (error || parsed.is_loopback()) return "";
    if (parsed.is_v4()) return address;
    const auto bytes = parsed.to_v6().to_bytes();
    return "network " + std::string(bytes.begin(), bytes.begin() + 8);
}

}  // namespace api
