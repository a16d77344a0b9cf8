#pragma once
#include <string>

#include <google/protobuf/message.h>

#include "ledger/events/event.hpp"

/// An event of ours held against a generated protobuf message, through protobuf's reflection.
namespace reflected {

/// Where the two differ first: "amount: another number"; empty when they are the same.
std::string difference(const ledger::Event& event, const google::protobuf::Message& message);

}  // namespace reflected
