# Third-party libraries as imported targets. Nothing is downloaded here: `./dev` brings what is missing.
# Rooms of itwc use fmt::fmt-header-only: Debian has no static libfmt, and the shared one would have to be
# found and loaded at every start.
find_package(fmt REQUIRED)
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
