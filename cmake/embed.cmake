# Puts files into a program: itw_embed(itw_stdlib_text FUNCTION standardTexts FILES a.itw b.itw) makes
# a static library that defines `std::span<const itw::EmbeddedFile> itw::standardTexts()`.
add_executable(itw_embed_tool ${PROJECT_SOURCE_DIR}/tools/embed.cpp)
target_link_libraries(itw_embed_tool PRIVATE itw_warnings)

function(itw_embed target)
  cmake_parse_arguments(EMBED "" "FUNCTION" "FILES" ${ARGN})
  set(source ${PROJECT_BINARY_DIR}/generated/${target}.cpp)
  file(MAKE_DIRECTORY ${PROJECT_BINARY_DIR}/generated)
  add_custom_command(OUTPUT ${source}
    COMMAND itw_embed_tool ${EMBED_FUNCTION} ${source} ${EMBED_FILES}
    DEPENDS itw_embed_tool ${EMBED_FILES} VERBATIM)
  add_library(${target} STATIC ${source})
  target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR})
endfunction()
