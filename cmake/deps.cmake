set(OPENSSL_USE_STATIC_LIBS TRUE) # one hash function is used; the shared library costs each start a millisecond
find_package(OpenSSL 3 REQUIRED COMPONENTS Crypto)
find_package(fmt REQUIRED)
find_package(GTest REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(elf REQUIRED IMPORTED_TARGET libelf)
pkg_check_modules(dw REQUIRED IMPORTED_TARGET libdw)
find_package(nlohmann_json REQUIRED)
find_package(yaml-cpp REQUIRED)
find_package(LibArchive REQUIRED)
find_package(ZLIB REQUIRED)
pkg_check_modules(re2 REQUIRED IMPORTED_TARGET re2)

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
  INTERFACE_LINK_LIBRARIES "PkgConfig::elf;ZLIB::ZLIB")
add_library(waggle::libbpf ALIAS waggle_libbpf)
