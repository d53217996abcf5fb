# The sysroot of LP64 guests: built once into a cache outside the checkout. The program finds it beside itself, as
# where it is installed: bin/waggle, share/waggle/sysroot.
execute_process(COMMAND ${CMAKE_SOURCE_DIR}/scripts/sdk
                OUTPUT_VARIABLE waggle_sysroot OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
file(GLOB_RECURSE sdk_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/sdk/c/sysroot/*)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS
  ${sdk_sources} ${CMAKE_SOURCE_DIR}/scripts/sdk ${CMAKE_SOURCE_DIR}/sdk/c/include/waggle/imports/linux.h)
file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/share/waggle)
file(CREATE_LINK ${waggle_sysroot} ${CMAKE_BINARY_DIR}/share/waggle/sysroot SYMBOLIC)

add_custom_command(TARGET waggle POST_BUILD
  COMMAND ${CMAKE_COMMAND} -E create_symlink waggle ${CMAKE_BINARY_DIR}/bin/waggle-cc)
