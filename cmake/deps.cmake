set(OPENSSL_USE_STATIC_LIBS TRUE) # one hash function is used; the shared library costs each start a millisecond
find_package(OpenSSL 3 REQUIRED COMPONENTS Crypto)
find_package(fmt 9 REQUIRED)
add_library(waggle_fmt STATIC ${CMAKE_SOURCE_DIR}/deps/fmt/fmt.cc)
add_library(waggle::fmt ALIAS waggle_fmt)
find_package(GTest REQUIRED)
find_package(nlohmann_json REQUIRED)

# Libraries are linked statically into programs: shared, they and the dozen that they bring would cost every start a
# millisecond. Into a shared library only their shared form fits, and test programs (WAGGLE_TEST) may use more of them
# than we do.
function(waggle_static name library)
  find_library(${name}_archive NAMES lib${library}.a REQUIRED)
  set(shared "$<OR:$<STREQUAL:$<TARGET_PROPERTY:TYPE>,SHARED_LIBRARY>,$<BOOL:$<TARGET_PROPERTY:WAGGLE_TEST>>>")
  add_library(waggle_${name} INTERFACE)
  target_link_libraries(waggle_${name} INTERFACE "$<IF:${shared},${library},${${name}_archive}>" ${ARGN})
  add_library(waggle::${name} ALIAS waggle_${name})
endfunction()
waggle_static(z z)
waggle_static(elf elf waggle::z)
waggle_static(archive archive waggle::z)
waggle_static(yaml yaml-cpp)
waggle_static(dw dw waggle::elf)
waggle_static(re2 re2 pthread)

# The engine and libbpf: built once into a cache outside the checkout.
execute_process(COMMAND ${CMAKE_SOURCE_DIR}/scripts/deps full
                OUTPUT_VARIABLE deps OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS
  ${CMAKE_SOURCE_DIR}/deps/engine/Cargo.toml ${CMAKE_SOURCE_DIR}/deps/engine/Cargo.lock)

add_library(waggle_engine STATIC IMPORTED)
set_target_properties(waggle_engine PROPERTIES
  IMPORTED_LOCATION ${deps}/lib/libwasmtime.a
  INTERFACE_INCLUDE_DIRECTORIES ${deps}/include
  INTERFACE_LINK_LIBRARIES "dl;pthread;m")
add_library(waggle::engine ALIAS waggle_engine)

# libbpf's own UAPI headers come first: Debian's are of Linux 6.1.
set(waggle_bpf_include ${deps}/bpf/uapi ${deps}/bpf/include)
add_library(waggle_libbpf STATIC IMPORTED)
set_target_properties(waggle_libbpf PROPERTIES
  IMPORTED_LOCATION ${deps}/lib/libbpf.a
  INTERFACE_INCLUDE_DIRECTORIES "${waggle_bpf_include}"
  INTERFACE_LINK_LIBRARIES "waggle::elf")
add_library(waggle::libbpf ALIAS waggle_libbpf)
