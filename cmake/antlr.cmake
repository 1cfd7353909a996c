# itw_grammar(itw_grammar grammar/Itw.g4 itw::grammar): a library with the parser that ANTLR makes from
# a grammar. Generated code is compiled without our warnings, and with -fno-char8_t, as the tool of
# Debian (4.7.2) writes u8"" into std::string. Its ATN is made ready by the first parser instead of a
# global object, so that a program that parses nothing does not pay for it.
find_program(ITW_ANTLR antlr4 REQUIRED)

function(itw_grammar target grammar namespace)
  get_filename_component(name ${grammar} NAME_WE)
  set(folder ${PROJECT_BINARY_DIR}/generated/${target})
  set(raw ${folder}/raw/${name}Parser)
  add_custom_command(
    OUTPUT ${folder}/${name}Parser.cpp ${folder}/${name}Parser.h
    COMMAND ${CMAKE_COMMAND} -E make_directory ${folder}/raw
    COMMAND ${ITW_ANTLR} -Dlanguage=Cpp -no-listener -no-visitor -Werror -package ${namespace}
      -Xexact-output-dir -o ${folder}/raw ${PROJECT_SOURCE_DIR}/${grammar}
    COMMAND ${CMAKE_COMMAND} -DRAW=${raw} -DNAME=${name}Parser -DFOLDER=${folder}
      -P ${PROJECT_SOURCE_DIR}/cmake/lazy_parser.cmake
    DEPENDS ${PROJECT_SOURCE_DIR}/${grammar} ${PROJECT_SOURCE_DIR}/cmake/lazy_parser.cmake
    COMMENT "Generating the parser of ${grammar}"
    VERBATIM)
  add_library(${target} STATIC ${folder}/${name}Parser.cpp)
  target_include_directories(${target} SYSTEM PUBLIC ${folder} ${ANTLR4_INCLUDE_DIR})
  target_compile_options(${target} PRIVATE -w -fno-char8_t)
  target_link_libraries(${target} PUBLIC antlr4_static)
endfunction()
