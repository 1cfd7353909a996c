# The GPU module: a shared library that the worker loads where a graphics card is. It is compiled and
# linked wherever the headers are (`./dev test` brings them), so that it cannot rot unseen.
#   itw_gpu_module(itw_gpu SOURCES runtime/gpu/module.cpp)
function(itw_gpu_module name)
  cmake_parse_arguments(MODULE "" "" "SOURCES" ${ARGN})
  if(NOT TARGET torch::cuda)
    return()
  endif()
  list(TRANSFORM MODULE_SOURCES PREPEND ${PROJECT_SOURCE_DIR}/)
  add_library(${name} MODULE ${MODULE_SOURCES})
  target_compile_definitions(${name} PRIVATE ITW_VERSION="${PROJECT_VERSION}")
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR})
  cmake_path(GET ITW_TORCH_ROOT PARENT_PATH wheels)
  itw_torch_run_path(${wheels}/nvidia/cu13/lib cuda_run_path)
  itw_torch_run_path(${wheels}/nvidia/nccl/lib nccl_run_path)
  file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/cuda_run_path
    CONTENT "-Wl,-rpath,${cuda_run_path}\n-Wl,-rpath,${nccl_run_path}\n")
  set(map ${PROJECT_SOURCE_DIR}/runtime/gpu/module.map)
  target_link_libraries(${name} PRIVATE itw_warnings torch::cuda
    ${wheels}/nvidia/cu13/lib/libcudart.so.13)
  target_link_options(${name} PRIVATE @${PROJECT_BINARY_DIR}/cuda_run_path
    -Wl,--version-script=${map} -Wl,--no-undefined)
  set_target_properties(${name} PROPERTIES CXX_VISIBILITY_PRESET hidden
    VISIBILITY_INLINES_HIDDEN ON SKIP_BUILD_RPATH ON LINK_DEPENDS ${map}
    LIBRARY_OUTPUT_DIRECTORY ${CMAKE_RUNTIME_OUTPUT_DIRECTORY})
endfunction()
