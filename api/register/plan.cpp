#include "api/register/plan.hpp"

namespace api {

ImportPlan plan_of(const RegisterRows& rows, const ledger::Book& book,
                   const PlanOccasion& occasion) {
    ImportPlan plan;
    book.read([&](const ledger::State& state) {
        plan_site(rows, state, plan);
        plan_places(rows, state, plan);
        plan_calendars(rows, state, plan);
        plan_tariffs(rows, state, plan);
        plan_whole_site(rows, state, plan);
        plan_meters(rows, state, occasion, plan);
        plan_meter_tariffs(rows, state, plan);
    });
    plan_customers(rows, book, plan);  // opens names, so the writer does not wait for it
    book.read([&](const ledger::State& state) { plan_accounts(rows, state, occasion.now, plan); });
    return plan;
}

}  // namespace api
