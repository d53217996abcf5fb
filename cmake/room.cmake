# waggle_room(NAME [ROOMS room...] [LINK target...] [EXECUTABLE program])
#
# A room is the folder waggle/NAME with its sub-folders: every .cc there is part of it, every
# *_test.cc part of its test program NAME_test. Foreign libraries are linked privately, so that
# no other room sees their headers by accident. Every room stands on base and {fmt}.
# The BPF programs of its tests, FOLDER/testdata/x.bpf.c, become build/testdata/FOLDER/x.bpf.o.
function(waggle_room name)
  cmake_parse_arguments(room "" "EXECUTABLE" "ROOMS;LINK" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/waggle/${name}/*.cc ${CMAKE_SOURCE_DIR}/waggle/${name}/*.c)
  set(tests ${sources})
  list(FILTER tests INCLUDE REGEX "_test\\.cc$")
  list(FILTER sources EXCLUDE REGEX "_test\\.cc$")
  list(FILTER sources EXCLUDE REGEX "/words\\.cc$") # linked into waggle-gen only
  list(FILTER sources EXCLUDE REGEX "\\.bpf\\.c$")
  list(FILTER sources EXCLUDE REGEX "/cli/main\\.cc$")

  set(rooms ${room_ROOMS})
  if(NOT name STREQUAL base)
    list(PREPEND rooms base)
  endif()
  list(TRANSFORM rooms PREPEND waggle_)
  if(sources)
    add_library(waggle_${name} STATIC ${sources})
    set(scope PUBLIC)
    target_link_libraries(waggle_${name} PRIVATE ${room_LINK} waggle::fmt)
  else()
    add_library(waggle_${name} INTERFACE)
    set(scope INTERFACE)
  endif()
  target_link_libraries(waggle_${name} ${scope} waggle_options ${rooms})

  set(main ${CMAKE_SOURCE_DIR}/waggle/${name}/main.cc)
  if(room_EXECUTABLE AND EXISTS ${main})
    add_executable(${room_EXECUTABLE} ${main})
    target_link_libraries(${room_EXECUTABLE} PRIVATE waggle_${name} waggle::fmt)
    set_target_properties(${room_EXECUTABLE} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
    # Half a millisecond of each start, and a quarter of the file.
    target_link_options(${room_EXECUTABLE} PRIVATE -Wl,--gc-sections -Wl,-z,pack-relative-relocs
      $<$<NOT:$<BOOL:${WAGGLE_SANITIZE}>>:-static-libstdc++ -static-libgcc>)
  endif()
  waggle_room_headers(${name} ${room_LINK})
  if(tests)
    add_executable(${name}_test ${tests})
    set_target_properties(${name}_test PROPERTIES WAGGLE_TEST ON)
    target_link_libraries(${name}_test PRIVATE waggle_${name} waggle_testing ${room_LINK} waggle::fmt GTest::gmock_main)
    # Assertions are not worth the optimiser's time: five times that of the rest of the compiler.
    target_compile_options(${name}_test PRIVATE -O0)
    waggle_room_testdata(${name})
    # Tests named Kernel* change what the whole machine shares: one of them at a time.
    gtest_discover_tests(${name}_test TEST_PREFIX "${name}." TEST_FILTER "-*Kernel*" DISCOVERY_TIMEOUT 60
      PROPERTIES TIMEOUT 60)
    gtest_discover_tests(${name}_test TEST_PREFIX "${name}." TEST_FILTER "*Kernel*" TEST_LIST ${name}_kernel_tests
      DISCOVERY_TIMEOUT 60 PROPERTIES TIMEOUT 60 RESOURCE_LOCK kernel)
  endif()
endfunction()

# Each header is compiled alone, so that none leans on what its reader included before: target `headers`.
add_custom_target(headers)
function(waggle_room_headers name)
  file(GLOB_RECURSE headers CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/waggle/${name}/*.hh ${CMAKE_SOURCE_DIR}/waggle/${name}/*.h)
  list(FILTER headers EXCLUDE REGEX "/testdata/") # of BPF programs
  set(alone)
  foreach(header ${headers})
    cmake_path(RELATIVE_PATH header BASE_DIRECTORY ${CMAKE_SOURCE_DIR} OUTPUT_VARIABLE path)
    set(source ${CMAKE_BINARY_DIR}/headers/${path}.cc)
    file(CONFIGURE OUTPUT ${source} CONTENT "#include \"${path}\"\n")
    list(APPEND alone ${source})
  endforeach()
  if(alone)
    add_library(${name}_headers OBJECT EXCLUDE_FROM_ALL ${alone})
    target_link_libraries(${name}_headers PRIVATE waggle_${name} ${ARGN} waggle::fmt)
    add_dependencies(headers ${name}_headers)
  endif()
endfunction()

function(waggle_room_testdata name)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/waggle/${name}/*.bpf.c)
  list(FILTER sources INCLUDE REGEX "/testdata/[^/]+$")
  set(objects)
  foreach(source ${sources})
    string(REGEX REPLACE "^.*/([^/]+)/testdata/[^/]+$" "\\1" folder ${source})
    waggle_bpf_object(object ${source} OUTPUT_DIR ${CMAKE_BINARY_DIR}/testdata/${folder})
    list(APPEND objects ${object})
  endforeach()
  add_custom_target(${name}_testdata DEPENDS ${objects})
  add_dependencies(${name}_test ${name}_testdata)
endfunction()

include(GoogleTest)

# What tests share; no product code links it.
file(GLOB testing_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/waggle/testing/*.cc)
add_library(waggle_testing STATIC ${testing_sources})
target_link_libraries(waggle_testing PUBLIC waggle_options waggle_base PRIVATE waggle::fmt GTest::gmock)
target_compile_definitions(waggle_testing PUBLIC WAGGLE_BUILD_DIR="${CMAKE_BINARY_DIR}" WAGGLE_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
