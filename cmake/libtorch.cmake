# LibTorch as imported targets of our own: `find_package(Torch)` of a CUDA wheel ends in a fatal
# error where no CUDA toolkit is. `torch::cpu` is libtorch_cpu and libc10; `torch::cuda` is what a
# module for GPUs needs at build time, and exists only where the CUDA and NCCL headers are.
#
# ITW_LIBTORCH is a folder of unpacked wheels (torch/ and nvidia/ side by side, as ./dev makes it or
# as a site-packages folder has it) or a LibTorch folder (lib/ and include/).
set(ITW_TORCH AUTO CACHE STRING "Build what needs LibTorch: ON, OFF, or AUTO (where it is found)")
set_property(CACHE ITW_TORCH PROPERTY STRINGS AUTO ON OFF)
if(DEFINED ENV{ITW_LIBTORCH} AND NOT ITW_LIBTORCH)
  set(ITW_LIBTORCH $ENV{ITW_LIBTORCH} CACHE PATH "Folder of LibTorch" FORCE)
endif()
set(ITW_LIBTORCH ${PROJECT_SOURCE_DIR}/.deps/libtorch CACHE PATH "Folder of LibTorch")

set(ITW_HAS_TORCH OFF)
if(NOT ITW_TORCH STREQUAL "OFF")
  foreach(folder ${ITW_LIBTORCH}/torch ${ITW_LIBTORCH})
    if(NOT ITW_HAS_TORCH AND EXISTS ${folder}/lib/libtorch_cpu.so)
      get_filename_component(ITW_TORCH_ROOT ${folder} ABSOLUTE)
      set(ITW_HAS_TORCH ON)
    endif()
  endforeach()
  if(ITW_HAS_TORCH)
    message(STATUS "LibTorch: ${ITW_TORCH_ROOT}")
  elseif(ITW_TORCH STREQUAL "ON")
    message(FATAL_ERROR "no LibTorch in ${ITW_LIBTORCH}: `./dev build` brings it, and "
      "ITW_LIBTORCH=DIR uses another one")
  else()
    message(STATUS "no LibTorch in ${ITW_LIBTORCH}: the worker and its tests are left out")
  endif()
endif()

# The run path stays relative to the programs while LibTorch is inside the source folder, so that a
# checkout can be moved.
function(itw_torch_run_path folder result)
  cmake_path(IS_PREFIX PROJECT_SOURCE_DIR ${folder} NORMALIZE inside)
  if(inside)
    cmake_path(RELATIVE_PATH folder BASE_DIRECTORY ${CMAKE_RUNTIME_OUTPUT_DIRECTORY})
    set(folder "$ORIGIN/${folder}")
  endif()
  set(${result} ${folder} PARENT_SCOPE)
endfunction()

if(ITW_HAS_TORCH)
  set(torch_lib ${ITW_TORCH_ROOT}/lib)
  set(torch_include ${ITW_TORCH_ROOT}/include)
  cmake_path(GET ITW_TORCH_ROOT PARENT_PATH wheels)
  set(cuda_lib ${wheels}/nvidia/cu13/lib)
  itw_torch_run_path(${torch_lib} run_path)

  add_library(torch::c10 SHARED IMPORTED)
  set_target_properties(torch::c10 PROPERTIES IMPORTED_LOCATION ${torch_lib}/libc10.so)

  add_library(torch::cpu SHARED IMPORTED)
  set_target_properties(torch::cpu PROPERTIES IMPORTED_LOCATION ${torch_lib}/libtorch_cpu.so)
  target_include_directories(torch::cpu SYSTEM INTERFACE
    ${torch_include} ${torch_include}/torch/csrc/api/include)
  target_link_libraries(torch::cpu INTERFACE torch::c10 Threads::Threads)
  # A file of options, as no quoting of CMake lets $ORIGIN through to the linker.
  file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/torch_run_path CONTENT "-Wl,-rpath,${run_path}\n")
  target_link_options(torch::cpu INTERFACE @${PROJECT_BINARY_DIR}/torch_run_path
    -Wl,-rpath-link,${torch_lib} -Wl,-rpath-link,${cuda_lib})

  # All rooms marked TORCH load these headers precompiled: a unit takes 2 s instead of 8. Prefer them
  # to <torch/torch.h>, which costs 6 s more in every unit that includes it.
  file(GENERATE OUTPUT ${PROJECT_BINARY_DIR}/torch_header.cpp CONTENT "")
  add_library(itw_torch_header OBJECT ${PROJECT_BINARY_DIR}/torch_header.cpp)
  target_link_libraries(itw_torch_header PRIVATE torch::cpu itw_warnings)
  target_precompile_headers(itw_torch_header PRIVATE
    <ATen/ATen.h> <torch/types.h> <torch/autograd.h>)

  find_path(ITW_NCCL_INCLUDE nccl.h PATHS ${wheels}/nvidia/nccl/include NO_CACHE)
  find_path(ITW_CUDA_INCLUDE crt/host_defines.h PATHS ${wheels}/nvidia/cu13/include NO_CACHE)
  if(ITW_NCCL_INCLUDE AND ITW_CUDA_INCLUDE AND EXISTS ${torch_lib}/libc10_cuda.so)
    add_library(torch::cuda SHARED IMPORTED)
    set_target_properties(torch::cuda PROPERTIES IMPORTED_LOCATION ${torch_lib}/libc10_cuda.so)
    target_include_directories(torch::cuda SYSTEM INTERFACE
      ${ITW_CUDA_INCLUDE} ${ITW_CUDA_INCLUDE}/cccl ${ITW_NCCL_INCLUDE})
    target_link_libraries(torch::cuda INTERFACE torch::cpu)
  endif()
endif()
