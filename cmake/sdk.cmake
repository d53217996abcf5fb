# The sysroot of LP64 guests: built once into a cache outside the checkout. The program finds it beside itself, as
# where it is installed: bin/waggle, share/waggle/sysroot.
execute_process(COMMAND ${CMAKE_SOURCE_DIR}/scripts/sdk
                OUTPUT_VARIABLE waggle_sysroot OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
file(GLOB_RECURSE sdk_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/sdk/c/sysroot/* ${CMAKE_SOURCE_DIR}/sdk/c/libbpf/*
  ${CMAKE_SOURCE_DIR}/sdk/c/wasi/*)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS
  ${sdk_sources} ${CMAKE_SOURCE_DIR}/scripts/sdk ${CMAKE_SOURCE_DIR}/scripts/sysroot ${CMAKE_SOURCE_DIR}/scripts/libcxx
  ${CMAKE_SOURCE_DIR}/sdk/c/include/waggle/imports/linux.h ${CMAKE_SOURCE_DIR}/sdk/c/include/waggle/imports/libbpf.h)
file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/share/waggle)
file(CREATE_LINK ${waggle_sysroot} ${CMAKE_BINARY_DIR}/share/waggle/sysroot SYMBOLIC)
file(CREATE_LINK ${CMAKE_SOURCE_DIR}/sdk ${CMAKE_BINARY_DIR}/share/waggle/sdk SYMBOLIC)

add_custom_command(TARGET waggle POST_BUILD
  COMMAND ${CMAKE_COMMAND} -E create_symlink waggle ${CMAKE_BINARY_DIR}/bin/waggle-cc
  COMMAND ${CMAKE_COMMAND} -E create_symlink waggle ${CMAKE_BINARY_DIR}/bin/waggle-c++)

# waggle_lp64_guest(OUT_VARIABLE NAME SOURCES... [OUTPUT_DIR dir] [FLAGS flag...]): a 64-bit guest in C; OUT_VARIABLE
# receives the path of the module.
function(waggle_lp64_guest out name)
  cmake_parse_arguments(arg "" "OUTPUT_DIR" "SOURCES;FLAGS" ${ARGN})
  if(NOT arg_OUTPUT_DIR)
    set(arg_OUTPUT_DIR ${CMAKE_CURRENT_BINARY_DIR})
  endif()
  file(MAKE_DIRECTORY ${arg_OUTPUT_DIR})
  set(module ${arg_OUTPUT_DIR}/${name}.wasm)
  list(TRANSFORM arg_SOURCES PREPEND ${CMAKE_CURRENT_SOURCE_DIR}/)
  add_custom_command(OUTPUT ${module}
    COMMAND waggle cc -O2 -Wall -Werror -I${CMAKE_CURRENT_SOURCE_DIR} ${arg_FLAGS}
            -MD -MF ${module}.d -MT ${module} ${arg_SOURCES} -o ${module}
    DEPENDS ${arg_SOURCES} waggle ${waggle_sysroot}/lib/libc.a DEPFILE ${module}.d VERBATIM)
  set(${out} ${module} PARENT_SCOPE)
endfunction()

# waggle_project(OUT_VARIABLE FOLDER NAME [FLAG...]): the project FOLDER (of the source tree), whose program is NAME.bpf.c,
# by `waggle build` into the build's FOLDER; OUT_VARIABLE receives the module's path. Of what has not changed, waggle
# makes nothing anew.
function(waggle_project out folder name)
  set(output ${CMAKE_BINARY_DIR}/${folder})
  set(module ${output}/${name}.wasm)
  file(MAKE_DIRECTORY ${output})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${folder}/*.c ${CMAKE_SOURCE_DIR}/${folder}/*.h)
  add_custom_command(OUTPUT ${module} ${output}/${name}.bpf.o ${output}/${name}.skel.h
    COMMAND sh -c "\"$@\" > /dev/null" sh $<TARGET_FILE:waggle> build --cflag -Werror ${ARGN} -o ${output} ${folder}
    WORKING_DIRECTORY ${CMAKE_SOURCE_DIR}
    DEPENDS waggle ${waggle_sysroot}/lib/libbpf.a ${sources} VERBATIM)
  set(${out} ${module} PARENT_SCOPE)
endfunction()

# waggle_libbpf_program(NAME FOLDER): an ordinary libbpf program, FOLDER/NAME.c with the programs of FOLDER/NAME.bpf.c,
# built twice from the same source into the build's FOLDER: natively as NAME, and as the guest NAME.wasm. The target
# is named by the folder and the program.
function(waggle_libbpf_program name folder)
  set(output ${CMAKE_BINARY_DIR}/${folder})
  set(source ${CMAKE_SOURCE_DIR}/${folder}/${name}.c)
  waggle_bpf_object(object ${CMAKE_SOURCE_DIR}/${folder}/${name}.bpf.c OUTPUT_DIR ${output})
  waggle_skeleton(skeleton ${object} ${name} ${output})
  set(module ${output}/${name}.wasm)
  add_custom_command(OUTPUT ${module}
    COMMAND ${CMAKE_BINARY_DIR}/bin/waggle-cc -O2 -Wall -Wextra -Werror -D_GNU_SOURCE
            -I${CMAKE_SOURCE_DIR} -I${CMAKE_SOURCE_DIR}/${folder} -I${output} -MD -MF ${module}.d
            ${source} -lbpf -lelf -lz -o ${module}
    DEPENDS waggle ${waggle_sysroot}/lib/libbpf.a ${source} ${skeleton} DEPFILE ${module}.d VERBATIM)
  string(REPLACE "/" "_" target ${folder})
  add_executable(${target} ${source} ${module})
  set_target_properties(${target} PROPERTIES OUTPUT_NAME ${name} RUNTIME_OUTPUT_DIRECTORY ${output})
  target_include_directories(${target} PRIVATE ${CMAKE_SOURCE_DIR} ${CMAKE_SOURCE_DIR}/${folder} ${output})
  target_compile_definitions(${target} PRIVATE _GNU_SOURCE)
  target_compile_options(${target} PRIVATE -O2 -Wall -Wextra -Werror)
  target_link_libraries(${target} PRIVATE waggle::libbpf)
endfunction()
