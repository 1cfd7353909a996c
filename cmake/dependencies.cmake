# Third-party libraries as imported targets. Nothing is downloaded here: `./dev` brings what is missing.
# fmt as headers alone: Debian has no static libfmt, and the shared one would have to be found and
# loaded at every start of itwc, and the shared libstdc++ after it.
find_path(ITW_FMT_INCLUDE fmt/format.h REQUIRED)
add_library(itw_fmt INTERFACE)
target_include_directories(itw_fmt SYSTEM INTERFACE ${ITW_FMT_INCLUDE})
target_compile_definitions(itw_fmt INTERFACE FMT_HEADER_ONLY=1)
add_library(fmt::fmt ALIAS itw_fmt)
find_package(nlohmann_json REQUIRED)
find_package(CLI11 REQUIRED)
find_package(tl-expected REQUIRED)
find_package(GTest REQUIRED)
find_package(antlr4-runtime REQUIRED)
set(OPENSSL_USE_STATIC_LIBS TRUE)
find_package(OpenSSL REQUIRED COMPONENTS Crypto)
find_package(Threads REQUIRED)
include(GoogleTest)

# SQLite from its static library, so that itwc starts without searching for another shared one.
find_library(ITW_SQLITE NAMES libsqlite3.a REQUIRED)
find_path(ITW_SQLITE_INCLUDE sqlite3.h REQUIRED)
add_library(itw::sqlite STATIC IMPORTED)
set_target_properties(itw::sqlite PROPERTIES IMPORTED_LOCATION ${ITW_SQLITE})
target_include_directories(itw::sqlite SYSTEM INTERFACE ${ITW_SQLITE_INCLUDE})
target_link_libraries(itw::sqlite INTERFACE Threads::Threads m ${CMAKE_DL_LIBS})

# libzip's own CMake package names its tools, which live in another Debian package.
find_library(ITW_ZIP NAMES zip REQUIRED)
find_path(ITW_ZIP_INCLUDE zip.h REQUIRED)
add_library(itw::zip SHARED IMPORTED)
set_target_properties(itw::zip PROPERTIES IMPORTED_LOCATION ${ITW_ZIP})
target_include_directories(itw::zip SYSTEM INTERFACE ${ITW_ZIP_INCLUDE})
