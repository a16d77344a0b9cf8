#pragma once
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

// What strangers send. For use inside of a property, where each call is one random choice.

using Json = nlohmann::ordered_json;

/// Text of a number, of a name, of a moment, or of nothing that was asked for; UTF-8.
std::string any_words();

/// Any value at all, at most this deep.
Json any_json(int depth);

/// The body with something in it replaced, left out or put in.
Json spoilt(Json body);
