set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_C_STANDARD 11)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
# As dev, less debug information: -O3 gains nothing here, and g++ 12 warns falsely with it (GCC bug 105329).
set(CMAKE_C_FLAGS_RELEASE "-O2 -DNDEBUG")
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

add_library(waggle_options INTERFACE)
target_include_directories(waggle_options INTERFACE ${CMAKE_SOURCE_DIR})
target_compile_definitions(waggle_options INTERFACE _GNU_SOURCE)
target_compile_options(waggle_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wmissing-declarations -Wcast-qual -Wvla -Werror
  $<$<COMPILE_LANGUAGE:CXX>:-Wnon-virtual-dtor> $<$<COMPILE_LANGUAGE:CXX>:-Woverloaded-virtual>)

# libstdc++ 12 uses in its own stable_sort what it calls deprecated; g++ knows to be quiet about that.
target_compile_options(waggle_options INTERFACE $<$<COMPILE_LANG_AND_ID:CXX,Clang>:-Wno-deprecated-declarations>)

if(WAGGLE_SANITIZE)
  set(sanitize -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer)
  # What g++ 12 knows of initialised variables, the sanitizers' own branches hide from it: it warns falsely then.
  target_compile_options(waggle_options INTERFACE ${sanitize} $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
  target_link_options(waggle_options INTERFACE ${sanitize})
endif()

if(WAGGLE_FUZZ)
  # The fuzzer sees which way an input went; of a finding the lines are enough.
  target_compile_options(waggle_options INTERFACE -fsanitize=fuzzer-no-link -gline-tables-only)
  target_link_options(waggle_options INTERFACE -fsanitize=fuzzer-no-link)
endif()

find_program(ccache ccache)
if(ccache)
  set(CMAKE_C_COMPILER_LAUNCHER ${ccache})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${ccache})
endif()
