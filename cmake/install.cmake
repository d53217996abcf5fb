# What is installed, and how it is packed (CPack: a tarball and a .deb; scripts/dist).
install(TARGETS waggle RUNTIME)
foreach(compiler waggle-cc waggle-c++)
  install(CODE "file(CREATE_LINK waggle \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_BINDIR}/${compiler}\" SYMBOLIC)")
endforeach()
install(DIRECTORY ${waggle_sysroot}/ DESTINATION ${CMAKE_INSTALL_DATADIR}/waggle/sysroot)
install(DIRECTORY ${CMAKE_SOURCE_DIR}/sdk/c/include/ DESTINATION ${CMAKE_INSTALL_DATADIR}/waggle/sdk/c/include)
install(DIRECTORY ${CMAKE_SOURCE_DIR}/sdk/templates/ DESTINATION ${CMAKE_INSTALL_DATADIR}/waggle/sdk/templates)
install(DIRECTORY ${CMAKE_BINARY_DIR}/examples/ DESTINATION ${CMAKE_INSTALL_DATADIR}/waggle/examples
        FILES_MATCHING PATTERN "*.wasm" PATTERN "CMakeFiles" EXCLUDE)
install(FILES ${CMAKE_SOURCE_DIR}/LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} RENAME copyright)

# The table of options writes its own manual page and completion.
function(waggle_says file) # what the program prints for the words in ARGN
  list(JOIN ARGN " " words)
  add_custom_command(OUTPUT ${file} COMMAND sh -c "\"$1\" ${words} > \"$2\"" sh $<TARGET_FILE:waggle> ${file}
    DEPENDS waggle VERBATIM)
endfunction()
set(manual ${CMAKE_BINARY_DIR}/waggle.1)
set(completion ${CMAKE_BINARY_DIR}/waggle.completion)
waggle_says(${manual} man)
waggle_says(${completion}.bash completion bash)
waggle_says(${completion}.zsh completion zsh)
waggle_says(${completion}.fish completion fish)
add_custom_target(manual ALL DEPENDS ${manual} ${completion}.bash ${completion}.zsh ${completion}.fish)
install(FILES ${manual} DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES ${completion}.bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME waggle)
install(FILES ${completion}.zsh DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions RENAME _waggle)
install(FILES ${completion}.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d RENAME waggle.fish)

set(CPACK_GENERATOR "DEB;TGZ")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_PACKAGE_VENDOR "waggle")
set(CPACK_PACKAGE_CONTACT "the waggle authors <waggle@localhost>")
set(CPACK_PACKAGE_FILE_NAME waggle-${PROJECT_VERSION}-linux-${CMAKE_SYSTEM_PROCESSOR})
set(CPACK_STRIP_FILES ON)
set(CPACK_PACKAGE_CHECKSUM SHA256)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "clang-19, lld-19, binaryen") # what waggle cc and waggle build call
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON) # Depends: what the program is linked to
include(CPack)
