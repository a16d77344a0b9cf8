#pragma once
#include <string_view>

namespace fuzz {

/// The way of a request, from bytes off a socket to bytes for it, without the socket: read,
/// answered by a real book in a directory of its own, and written. Aborts, with a sentence, where
/// an answer is not one, where it depends on the pieces that the bytes came in, or where the
/// service failed. Of one thread.
void walk(std::string_view bytes);

}  // namespace fuzz
