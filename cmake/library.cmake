# libwaggle: the library that other programs embed. Shared; nothing but the functions of its headers is visible.
target_include_directories(waggle_capi PUBLIC ${CMAKE_SOURCE_DIR}/include)
target_compile_definitions(waggle_capi PRIVATE WAGGLE_VERSION="${PROJECT_VERSION}")

set(exports ${CMAKE_BINARY_DIR}/libwaggle.map)
file(WRITE ${exports} "{ global: waggle_*; *_eunomia_skel*; *_ebpf_program*; wait_and_poll_events_to_handler;
  get_bpf_fd; free_bpf_skel; handle_*; get_error_message; parse_args_to_json_config; local: *; };\n")
add_library(waggle_library SHARED $<TARGET_OBJECTS:waggle_capi>)
target_link_libraries(waggle_library PRIVATE waggle_capi)
target_link_options(waggle_library PRIVATE -Wl,--version-script=${exports} -Wl,--gc-sections -Wl,-z,defs)
set_target_properties(waggle_library PROPERTIES OUTPUT_NAME waggle EXPORT_NAME waggle
  VERSION ${PROJECT_VERSION} SOVERSION 0 LINK_DEPENDS ${exports} LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/lib)
file(CREATE_LINK ${CMAKE_SOURCE_DIR}/include ${CMAKE_BINARY_DIR}/include SYMBOLIC) # as where it is installed
target_include_directories(waggle_library INTERFACE $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)

# For those who build against it: find_package(waggle) gives waggle::waggle, `pkg-config waggle` the flags.
install(TARGETS waggle_library EXPORT waggle LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(EXPORT waggle NAMESPACE waggle:: FILE waggle-config.cmake DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/waggle)
install(DIRECTORY ${CMAKE_SOURCE_DIR}/include/waggle ${CMAKE_SOURCE_DIR}/include/eunomia DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
file(RELATIVE_PATH up /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/waggle.pc @ONLY CONTENT
"prefix=\${pcfiledir}/@up@
libdir=\${prefix}/@CMAKE_INSTALL_LIBDIR@
includedir=\${prefix}/@CMAKE_INSTALL_INCLUDEDIR@

Name: waggle
Description: @PROJECT_DESCRIPTION@
Version: @PROJECT_VERSION@
Libs: -L\${libdir} -lwaggle
Cflags: -I\${includedir}
")
install(FILES ${CMAKE_BINARY_DIR}/waggle.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
