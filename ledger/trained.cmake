# What is done at every reading is compiled twice: first so that it counts which way it goes while tools/training lives
# through three weeks, and then for good, with what it counted.
list(APPEND trained_sources
  events/bounds.cpp
  events/event.cpp
  events/event_codec.cpp
  events/stored_events.cpp
  events/upcast.cpp
  rating/rate.cpp
  rating/terms.cpp
  rating/tiers.cpp
  rating/zone.cpp
  request.cpp
  rules/apply.cpp
  rules/catalogue/meter_terms.cpp
  rules/checks.cpp
  rules/consequences.cpp
  rules/control/carry_control.cpp
  rules/decide.cpp
  rules/edits.cpp
  rules/energy/charge.cpp
  rules/energy/check_registers.cpp
  rules/energy/decide_reading.cpp
  rules/energy/judge_reading.cpp
  rules/energy/look_ahead.cpp
  rules/energy/watch_meter.cpp
  rules/money/credit.cpp
  rules/office/carry_office.cpp
  rules/postings.cpp
  rules/stamp.cpp
  rules/state.cpp)
list(TRANSFORM trained_sources PREPEND ${CMAKE_CURRENT_SOURCE_DIR}/)

add_subdirectory(${PROJECT_SOURCE_DIR}/tools/training ${PROJECT_BINARY_DIR}/tools/training)

# Both objects of a source go by one name for gcc: there the one in training leaves its profile, and the other one looks
# for it. The seed stands for the clock: the same sources have the same profile.
set(profiles)
foreach(source ${trained_sources})
  file(RELATIVE_PATH of_ledger ${CMAKE_CURRENT_SOURCE_DIR} ${source})
  get_filename_component(folder ${of_ledger} DIRECTORY)
  get_filename_component(name ${source} NAME)
  set(place ${CMAKE_CURRENT_BINARY_DIR}/trained/${folder}/)
  set_source_files_properties(${source} TARGET_DIRECTORY ledger_in_training
    PROPERTIES COMPILE_OPTIONS "-dumpdir;${place};-frandom-seed=${of_ledger}")
  set_source_files_properties(${source}
    PROPERTIES COMPILE_OPTIONS "-dumpdir;${place};-fprofile-use;-fprofile-partial-training"
    OBJECT_DEPENDS ${place}${name}.gcda)
  list(APPEND profiles ${place}${name}.gcda)
endforeach()
add_custom_command(OUTPUT ${profiles}
  COMMAND ${CMAKE_COMMAND} -E rm -f ${profiles} # or the training would add to them
  COMMAND ledger_training
  DEPENDS ledger_training
  COMMENT "Training the ledger")
