# Every case of every *.test file is a ctest: golden.<file>.<case name>.
find_program(WAGGLE_PYTHON NAMES python3 HINTS /usr/bin REQUIRED)

file(GLOB_RECURSE golden_files CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/*.test ${CMAKE_SOURCE_DIR}/examples/*.test)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${golden_files})
foreach(path ${golden_files})
  cmake_path(RELATIVE_PATH path BASE_DIRECTORY ${CMAKE_SOURCE_DIR} OUTPUT_VARIABLE file)
  string(REGEX REPLACE "\\.test$" "" file ${file})
  file(STRINGS ${path} rows REGEX "^NAME ")
  foreach(row ${rows})
    string(REGEX REPLACE "^NAME +" "" case ${row})
    string(STRIP ${case} case)
    set(name "golden.${file}.${case}")
    add_test(NAME ${name}
      COMMAND ${WAGGLE_PYTHON} ${CMAKE_SOURCE_DIR}/tests/run_golden.py --build ${CMAKE_BINARY_DIR} --case=${case} ${path})
    # The runner has the case's own TIMEOUT; this one is for the runner.
    set_tests_properties(${name} PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT 300)
  endforeach()
endforeach()
