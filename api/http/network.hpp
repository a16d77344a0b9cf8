#pragma once
#include <string>

namespace api {

/// True for an address that only this machine reaches.
bool is_loopback(const std::string& address);

/// Whom an address stands for: itself, and of IPv6 its first 64 bits, which one customer of a
/// provider has alone. Empty for this machine itself: who asks from here is a proxy, or its owner.
std::string network_of(const std::string& address);

}  // namespace api
