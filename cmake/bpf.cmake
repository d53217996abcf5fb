find_program(WAGGLE_CLANG NAMES clang-19 REQUIRED)
find_program(WAGGLE_LLVM_STRIP NAMES llvm-strip-19 REQUIRED)
find_program(WAGGLE_BPFTOOL NAMES bpftool PATHS /usr/sbin REQUIRED)

string(REGEX REPLACE "(x86)_64" "\\1" bpf_arch ${CMAKE_SYSTEM_PROCESSOR})
string(REPLACE "aarch64" "arm64" bpf_arch ${bpf_arch})
list(TRANSFORM waggle_bpf_include PREPEND -I OUTPUT_VARIABLE bpf_include_flags)

# waggle_bpf_object(OUT_VARIABLE SOURCE.bpf.c [OUTPUT_DIR dir]): compiles BPF C, strips DWARF (but of
# SOURCE.debug.bpf.c), keeps BTF; OUT_VARIABLE receives the path of the object.
function(waggle_bpf_object out source)
  cmake_parse_arguments(arg "" "OUTPUT_DIR" "" ${ARGN})
  if(NOT arg_OUTPUT_DIR)
    set(arg_OUTPUT_DIR ${CMAKE_CURRENT_BINARY_DIR})
  endif()
  cmake_path(GET source STEM LAST_ONLY stem)
  set(object ${arg_OUTPUT_DIR}/${stem}.o)
  file(MAKE_DIRECTORY ${arg_OUTPUT_DIR})
  cmake_path(ABSOLUTE_PATH source BASE_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR} OUTPUT_VARIABLE path)
  set(strip COMMAND ${WAGGLE_LLVM_STRIP} -g ${object})
  if(source MATCHES "\\.debug\\.bpf\\.c$")
    set(strip)
  endif()
  add_custom_command(OUTPUT ${object}
    COMMAND ${WAGGLE_CLANG} -g -O2 -target bpf -mcpu=v3 -D__TARGET_ARCH_${bpf_arch} -Wall -Werror
            ${bpf_include_flags} -I${CMAKE_SOURCE_DIR} -idirafter /usr/include/${CMAKE_LIBRARY_ARCHITECTURE}
            -MD -MF ${object}.d -ffile-prefix-map=${CMAKE_SOURCE_DIR}=. -c ${path} -o ${object}
    ${strip}
    # clang copies source lines into BTF, and finds the sources by the names that the prefix map leaves.
    WORKING_DIRECTORY ${CMAKE_SOURCE_DIR}
    DEPENDS ${path} DEPFILE ${object}.d VERBATIM)
  set(${out} ${object} PARENT_SCOPE)
endfunction()

# waggle_skeleton(OUT_VARIABLE OBJECT NAME DIR): the header DIR/NAME.skel.h of an object.
function(waggle_skeleton out object name folder)
  set(skeleton ${folder}/${name}.skel.h)
  add_custom_command(OUTPUT ${skeleton}
    COMMAND sh -c "\"$1\" gen skeleton \"$2\" name \"$3\" > \"$4\"" sh ${WAGGLE_BPFTOOL} ${object} ${name}_bpf ${skeleton}
    DEPENDS ${object} VERBATIM)
  set(${out} ${skeleton} PARENT_SCOPE)
endfunction()

# waggle_guest(OUT_VARIABLE NAME SOURCES... [OBJECTS name.bpf.o...] [OUTPUT_DIR dir]): an ILP32
# WASI module in C. Each object gets a skeleton header NAME.skel.h on the include path.
function(waggle_guest out name)
  cmake_parse_arguments(arg "" "OUTPUT_DIR" "SOURCES;OBJECTS" ${ARGN})
  if(NOT arg_OUTPUT_DIR)
    set(arg_OUTPUT_DIR ${CMAKE_CURRENT_BINARY_DIR})
  endif()
  file(MAKE_DIRECTORY ${arg_OUTPUT_DIR})
  set(module ${arg_OUTPUT_DIR}/${name}.wasm)
  set(skeletons)
  foreach(object ${arg_OBJECTS})
    cmake_path(GET object STEM stem) # "bootstrap" of bootstrap.bpf.o
    waggle_skeleton(skeleton ${object} ${stem} ${arg_OUTPUT_DIR})
    list(APPEND skeletons ${skeleton})
  endforeach()
  set(sources)
  foreach(source ${arg_SOURCES})
    cmake_path(ABSOLUTE_PATH source BASE_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR} NORMALIZE)
    list(APPEND sources ${source})
  endforeach()
  add_custom_command(OUTPUT ${module}
    COMMAND ${WAGGLE_CLANG} --target=wasm32-wasi -O2 -Wall -Werror -isystem /usr/include/wasm32-wasi
            -I${CMAKE_SOURCE_DIR}/sdk/c/include -I${arg_OUTPUT_DIR} -I${CMAKE_CURRENT_SOURCE_DIR}
            --embed-dir=${arg_OUTPUT_DIR} -Wno-c23-extensions
            -fuse-ld=/usr/bin/wasm-ld-19 -Wl,--export-table -Wl,--strip-all
            -MD -MF ${module}.d -ffile-prefix-map=${CMAKE_SOURCE_DIR}=. ${sources} -o ${module}
    DEPENDS ${sources} ${skeletons} DEPFILE ${module}.d VERBATIM)
  set(${out} ${module} PARENT_SCOPE)
endfunction()
