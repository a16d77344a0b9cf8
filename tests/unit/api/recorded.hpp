#pragma once
#include "api/http/http.hpp"

/// Writes down what a handler was asked and answered, as tests/support/exchange_record does.
void record(const api::Request& request, const api::Response& answer);
