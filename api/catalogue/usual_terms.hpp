#pragma once
#include "api/json/json_writer.hpp"

namespace api {

/// What a publication may leave out: without "zone" the site's clock holds, without "schedule" one
/// price holds all day, without "rules" every day is the same, without "tiers" every kilowatt-hour
/// is, and without "provisional" the price is final.
void with_usual_terms(Json& body);

}  // namespace api
