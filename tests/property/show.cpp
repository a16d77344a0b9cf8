#include "tests/property/show.hpp"

namespace ledger {

std::ostream& operator<<(std::ostream& out, const State& state) {
    return operator<< <State>(out, state);
}

std::ostream& operator<<(std::ostream& out, const Command& command) {
    out << show::command_names[command.index()];
    std::visit([&](const auto& each) { out << each; }, command);
    return out;
}

std::ostream& operator<<(std::ostream& out, const Payload& payload) {
    out << name_of(payload);
    std::visit([&](const auto& fact) { out << fact; }, payload);
    return out;
}

std::ostream& operator<<(std::ostream& out, const Event& event) {
    return out << event.payload << " in " << event.envelope;
}

}  // namespace ledger
