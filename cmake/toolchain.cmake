# What every target of ours is built with: the language level, warnings, linker and compiler cache.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)
# Run paths are written by the targets that need one (cmake/libtorch.cmake).
set(CMAKE_SKIP_BUILD_RPATH ON)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()
# -O3 doubles the compile time of some units for no gain that we could measure.
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")
# What the sanitizers run with.
set(CMAKE_CXX_FLAGS_CHECKED "-O1 -g1")

# ITW_SANITIZE=address,undefined or thread: the only flags that hold for the whole build.
set(ITW_SANITIZE "" CACHE STRING "Sanitizers to build with, as -fsanitize= takes them")
if(ITW_SANITIZE)
  add_compile_options(-fsanitize=${ITW_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${ITW_SANITIZE})
endif()

find_program(ITW_CCACHE ccache)
if(ITW_CCACHE)
  # The sloppiness is what ccache asks for before it caches units with a precompiled header.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
    CCACHE_SLOPPINESS=pch_defines,time_macros CCACHE_BASEDIR=${PROJECT_SOURCE_DIR} ${ITW_CCACHE})
endif()
find_program(ITW_MOLD mold)
if(ITW_MOLD)
  add_link_options(-fuse-ld=mold)
endif()

# Tests labelled `gpu` exist only where a graphics card is.
if(EXISTS /dev/nvidia0)
  set(ITW_HAS_GPU ON)
endif()

add_library(itw_warnings INTERFACE)
target_compile_options(itw_warnings INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wshadow
  -Wno-missing-field-initializers -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # It sees overlaps in `"text" + std::string` that are not there (GCC bug 105651).
  target_compile_options(itw_warnings INTERFACE -Wno-restrict)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  # g++ judges warnings; clang builds the fuzz programs and stumbles over GCC's own headers.
  target_compile_options(itw_warnings INTERFACE -w)
endif()
